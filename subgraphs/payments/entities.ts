import { isId } from '@agora/ids/typeId.ts'
import type { EntityBatches } from '@agora/subgraph-kit/entities.ts'

import type { PaymentsContext } from './context.ts'

/** What the router may ask for by key. Payments of others are answered with null, like payments that do not exist. */
export const entities: EntityBatches<PaymentsContext> = {
  Payment: (representations, context) =>
    Promise.all(representations.map(({ id }) => (typeof id === 'string' && isId('Payment', id) ? context.payment(id) : null))),
  // Only what this domain adds is answered; whether there is such an order is for its owner to say.
  Order: (representations) => representations.map(({ id }) => (typeof id === 'string' && isId('Order', id) ? { id } : null)),
}
