import { isId, type Kind } from '@agora/ids/typeId.ts'
import type { EntityBatches, Representation } from '@agora/subgraph-kit/entities.ts'

import type { OrdersContext } from './context.ts'
import type { VariantFacts } from './shipping/variant.ts'

/** One answer a representation; an id of another kind is a thing that does not exist. */
function byId<Found>(representations: readonly Representation[], kind: Kind, find: (id: string) => Promise<Found | null>): Promise<(Found | null)[]> {
  return Promise.all(representations.map(({ id }) => (typeof id === 'string' && isId(kind, id) ? find(id) : null)))
}

/** What the router may ask for by key. Carts of others are answered with null, like carts that do not exist. */
export const entities: EntityBatches<OrdersContext> = {
  Cart: (representations, { carts }) => byId(representations, 'Cart', carts.byId),
  CartLine: (representations, { carts }) => byId(representations, 'CartLine', carts.lineById),
  // Only what this domain adds is answered; whether there is such a user or variant is for their owner to say.
  User: (representations) => representations.map(({ id }) => (typeof id === 'string' && isId('User', id) ? { id } : null)),
  Variant: (representations) => representations.map(variantOf),
}

function variantOf({ id, packedWeightGrams }: Representation): VariantFacts | null {
  return typeof id === 'string' ? { id, packedWeightGrams: typeof packedWeightGrams === 'number' ? packedWeightGrams : undefined } : null
}
