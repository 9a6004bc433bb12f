import { isId, type Kind } from '@agora/ids/typeId.ts'
import type { EntityBatches, Representation } from '@agora/subgraph-kit/entities.ts'

import type { OrdersContext } from './context.ts'
import { readDeadLetters } from './deadLetters/deadLetterReads.ts'
import type { VariantFacts } from './shipping/variant.ts'
import { readMethods } from './shippingMethods/shippingMethodReads.ts'
import { readRates } from './tax/taxRateReads.ts'

/** One answer a representation; an id of another kind is a thing that does not exist. */
function byId<Found>(representations: readonly Representation[], kind: Kind, find: (id: string) => Promise<Found | null>): Promise<(Found | null)[]> {
  return Promise.all(representations.map(({ id }) => (typeof id === 'string' && isId(kind, id) ? find(id) : null)))
}

/** The same for things that are read all at once. */
async function byIds<Found extends { readonly id: string }>(
  representations: readonly Representation[],
  kind: Kind,
  read: (ids: readonly string[]) => Promise<readonly Found[]>,
): Promise<(Found | null)[]> {
  const ids = representations.map(({ id }) => (typeof id === 'string' && isId(kind, id) ? id : null))
  const found = new Map((await read([...new Set(ids.filter((id) => id !== null))])).map((thing) => [thing.id, thing]))
  return ids.map((id) => (id === null ? null : (found.get(id) ?? null)))
}

/** What the router may ask for by key. Carts of others are answered with null, like carts that do not exist. */
export const entities: EntityBatches<OrdersContext> = {
  Cart: (representations, { carts }) => byId(representations, 'Cart', carts.byId),
  CartLine: (representations, { carts }) => byId(representations, 'CartLine', carts.lineById),
  DeadLetter: (representations, { commerce }) => byIds(representations, 'DeadLetter', (ids) => readDeadLetters(commerce.pool, ids)),
  TaxRate: (representations, { commerce }) => byIds(representations, 'TaxRate', (ids) => readRates(commerce.pool, ids)),
  ShippingMethod: (representations, { commerce }) => byIds(representations, 'ShippingMethod', (ids) => readMethods(commerce.pool, ids)),
  Order: (representations, { orders }) => byId(representations, 'Order', orders.byId),
  // Only what this domain adds is answered; whether there is such a user or variant is for their owner to say.
  User: (representations) => representations.map(({ id }) => (typeof id === 'string' && isId('User', id) ? { id } : null)),
  Variant: (representations) => representations.map(variantOf),
}

function variantOf({ id, packedWeightGrams }: Representation): VariantFacts | null {
  return typeof id === 'string' ? { id, packedWeightGrams: typeof packedWeightGrams === 'number' ? packedWeightGrams : undefined } : null
}
