import type { Queryable } from '@agora/database/transaction.ts'
import { appendStatement } from '@agora/event-store/appendStatement.ts'
import type { EventStore } from '@agora/event-store/eventStore.ts'

import { hasEvent, streamOf, type LogEntry } from './logEntry.ts'
import { BIRTHS, birthValues } from './logStatements.ts'
import { closeCarts } from './orderedCarts.ts'

// What `writeBirths`, `closeOrderedCarts`, the store and `writeSettled` do one after another, for orders with which nothing is out of the ordinary: every
// key is new, and every cart is as it was priced. Where that does not hold nothing is written.
const AT_ONCE = appendStatement({
  name: 'checkout_log',
  parts: `${BIRTHS},
closed as (${closeCarts('$20')}),
dead as (update checkouts set alive = false where order_id = any($23::text[])),
gone as (delete from checkout_processes where order_id = any($24::text[]))`,
  guard: '(select count(*) from keys) = cardinality($1::text[]) and (select count(*) from closed) = cardinality($20::text[])',
  more: `select c.id, -1, 1, 'cart.changed', $22::smallint,
       jsonb_build_object('cartId', c.id, 'owner', c.owner, 'cartVersion', c.version, 'variantIds', '[]'::jsonb), m.metadata
  from closed c join unnest($20::text[], $21::jsonb[]) as m (order_id, metadata) on m.order_id = c."orderId"`,
})

/** What is needed to write. */
export interface AppendAtOnceParts {
  readonly store: Pick<EventStore, 'appendWith' | 'catalogue'>
  /** The runner that owns the orders placed here. */
  readonly owner: string
}

/** Writes entries of several orders by one statement, which is a transaction by itself. Throws where anything is out of the ordinary. */
export async function appendAtOnce(client: Queryable, entries: readonly LogEntry[], { store, owner }: AppendAtOnceParts): Promise<void> {
  const [first] = entries
  if (first === undefined) return
  const confirmed = entries.filter((entry) => hasEvent(entry, 'order.confirmed'))
  const idsOf = (some: readonly LogEntry[]): string[] => some.map(({ orderId }) => orderId)
  const values = [
    ...birthValues(
      entries.flatMap(({ placement }) => placement ?? []),
      owner,
    ),
    idsOf(confirmed),
    confirmed.map(({ metadata }) => JSON.stringify(metadata)),
    store.catalogue.versionOf('cart.changed'),
    idsOf(entries.filter((entry) => hasEvent(entry, 'order.cancelled'))),
    idsOf(entries.filter(({ over }) => over === true)),
  ]
  await store.appendWith(client, entries.map(streamOf), { statement: AT_ONCE, values, metadata: first.metadata })
}
