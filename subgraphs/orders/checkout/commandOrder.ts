import type pg from 'pg'

import { inTransaction, type Queryable } from '@agora/database/transaction.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'
import type { EventMetadata } from '@agora/event-store/event.ts'
import type { EventStore } from '@agora/event-store/eventStore.ts'
import { VersionConflict } from '@agora/event-store/versionConflict.ts'

import { evolve } from '../order/evolve.ts'
import type { Order } from '../order/order.ts'
import { write, type LogEntry } from './orderLog.ts'
import { readOrder } from './readOrders.ts'

/** A command and what is written beside its events in the same transaction. */
export interface CommandOf<Refusal> {
  readonly orderId: string
  readonly metadata: EventMetadata
  readonly decide: (order: Order) => Result<LogEntry['events'], Refusal>
  /** Throws to have nothing written. */
  readonly beside?: (client: Queryable) => Promise<void>
}

/** What commands are written with. */
export interface CommandParts {
  readonly pool: pg.Pool
  readonly store: Pick<EventStore, 'append' | 'read'>
  readonly owner: string
  readonly newCartId: () => string
  readonly wake: () => void
}

/** How often a command is decided anew because others write to the same order. */
const TRIES = 10

/** Writes what a command leads to; undefined when there is no such order. When somebody else writes first it is decided anew. */
export async function commandOrder<Refusal>(
  parts: CommandParts,
  { orderId, metadata, decide, beside }: CommandOf<Refusal>,
): Promise<Result<Order, Refusal> | undefined> {
  for (let left = TRIES; ; left -= 1) {
    const order = (await readOrder(parts.store, parts.pool, orderId))?.order
    if (order === undefined) return undefined
    const decision = decide(order)
    if (!decision.ok) return fail(decision.error)
    const entry = entryOf(order, decision.value, metadata)
    try {
      await inTransaction(parts.pool, async (client) => {
        await beside?.(client)
        await write(client, [entry], parts)
      })
      parts.wake()
      return ok(decision.value.reduce<Order>(evolve, order))
    } catch (error) {
      if (left <= 1 || !(error instanceof VersionConflict)) throw error
    }
  }
}

/** Notes leave nothing to do; whatever else is commanded has the order looked at. */
function entryOf(order: Order, events: LogEntry['events'], metadata: EventMetadata): LogEntry {
  const entry = { orderId: order.id, expectedVersion: order.version, events, metadata }
  return events.every(({ type }) => type === 'order.noteAdded') ? entry : { ...entry, process: 'woken' }
}
