import type pg from 'pg'

import type { Queryable } from '@agora/database/transaction.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'
import type { EventMetadata } from '@agora/event-store/event.ts'
import type { EventStore } from '@agora/event-store/eventStore.ts'
import { VersionConflict } from '@agora/event-store/versionConflict.ts'

import type { OrderEvent } from '../../../schema/events/orders.ts'
import { evolve } from '../order/evolve.ts'
import type { Order } from '../order/order.ts'
import { publishEvents } from '../steps/publishEvents.ts'
import { writeSettled } from './logStatements.ts'
import { readOrder } from './readOrders.ts'

/** A command and what is written beside its events in the same transaction. */
export interface CommandOf<Refusal> {
  readonly orderId: string
  readonly metadata: EventMetadata
  readonly decide: (order: Order) => Result<readonly OrderEvent[], Refusal>
  /** Written before the events. Throws to have nothing written. */
  readonly beside?: (client: Queryable) => Promise<void>
}

/** What commands are written with. */
export interface CommandParts {
  readonly pool: pg.Pool
  readonly store: Pick<EventStore, 'append' | 'read'>
  readonly wake: () => void
}

/** How often a command is decided anew because others write to the same order. */
const TRIES = 10
/** The longest that one statement of a command may take, in milliseconds. */
const COMMAND_WITHIN_MS = 5000

/** Writes what a command leads to; undefined when there is no such order. When somebody else writes first it is decided anew. */
export async function commandOrder<Refusal>(
  parts: CommandParts,
  { orderId, metadata, decide, beside }: CommandOf<Refusal>,
): Promise<Result<Order, Refusal> | undefined> {
  const step = { ...parts, timeoutMs: COMMAND_WITHIN_MS }
  for (let left = TRIES; ; left -= 1) {
    const order = (await readOrder(parts.store, parts.pool, orderId))?.order
    if (order === undefined) return undefined
    const decision = decide(order)
    if (!decision.ok) return fail(decision.error)
    const events = decision.value
    // Notes leave nothing to do; whatever else is commanded has the order looked at.
    const woken = events.some(({ type }) => type !== 'order.noteAdded') ? [orderId] : []
    try {
      await publishEvents(step, {
        appends: [{ stream: orderId, expectedVersion: order.version, events }],
        metadata,
        before: beside,
        after: (client) => writeSettled(client, { cancelled: [], over: [], woken }),
      })
      return ok(events.reduce<Order>(evolve, order))
    } catch (error) {
      if (left <= 1 || !(error instanceof VersionConflict)) throw error
    }
  }
}
