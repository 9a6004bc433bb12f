import { isId } from '@agora/ids/typeId.ts'
import type { EntityBatches } from '@agora/subgraph-kit/entities.ts'

import type { AiContext } from './context.ts'
import { readCart } from './recommending/cart.ts'

/** What the router may ask for by key. Only what this domain adds is answered; whether there is such a thing is for its owner to say. */
export const entities: EntityBatches<AiContext> = {
  Product: (representations) => representations.map(({ id }) => (typeof id === 'string' && isId('Product', id) ? { id } : null)),
  User: (representations) => representations.map(({ id }) => (typeof id === 'string' && isId('User', id) ? { id } : null)),
  Cart: (representations) => representations.map(({ id, lines }) => (typeof id === 'string' && isId('Cart', id) ? readCart(id, lines) : null)),
}
