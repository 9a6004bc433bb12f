import type { Queryable } from '@agora/database/transaction.ts'
import type { EventMetadata } from '@agora/event-store/event.ts'
import type { EventStore } from '@agora/event-store/eventStore.ts'
import type { StreamAppend } from '@agora/event-store/streamAppend.ts'

import type { ChangedCart } from './cartWrites.ts'

/** What changing carts tells others by. */
export interface TellParts {
  readonly store: Pick<EventStore, 'append'>
  /** Called after the commit. */
  readonly wake: () => void
}

/** Says of locked carts that they changed, and what is in them now, in the transaction of the change. */
export async function tellCarts(
  client: Queryable,
  store: TellParts['store'],
  { carts, metadata }: { readonly carts: readonly ChangedCart[]; readonly metadata: EventMetadata },
): Promise<void> {
  const appends = carts.map(({ id: cartId, owner, version: cartVersion, variantIds }): StreamAppend => {
    // The row is locked, so nobody else writes to the stream.
    return { stream: cartId, expectedVersion: 'any', events: [{ type: 'cart.changed', data: { cartId, owner, cartVersion, variantIds } }] }
  })
  await store.append(client, appends, metadata)
}
