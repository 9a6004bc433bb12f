import type { Queryable } from '@agora/database/transaction.ts'
import type { EventMetadata } from '@agora/event-store/event.ts'
import type { EventStore } from '@agora/event-store/eventStore.ts'
import type { StreamAppend } from '@agora/event-store/streamAppend.ts'

interface ToldCart {
  readonly id: string
  readonly owner: string
  readonly version: number
  readonly variantIds: string[]
}

const READ = `
select c.id, c.owner_sub as owner, c.version,
       array(select l.variant_id from cart_lines l where l.cart_id = c.id order by l.added_at, l.id) as "variantIds"
  from carts c where c.id = any($1::text[]) order by c.id`

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
  told: { readonly cartIds: readonly string[]; readonly metadata: EventMetadata },
): Promise<void> {
  const { rows } = await client.query<ToldCart>({ name: 'carts_told', text: READ, values: [told.cartIds] })
  const appends = rows.map(({ id: cartId, owner, version: cartVersion, variantIds }): StreamAppend => {
    // The row is locked, so nobody else writes to the stream.
    return { stream: cartId, expectedVersion: 'any', events: [{ type: 'cart.changed', data: { cartId, owner, cartVersion, variantIds } }] }
  })
  await store.append(client, appends, told.metadata)
}
