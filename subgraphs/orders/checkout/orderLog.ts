import type pg from 'pg'

import { createBatcher } from '@agora/batching/batcher.ts'
import { isOutage } from '@agora/database/outage.ts'
import { constraintOf, inTransaction, type Queryable } from '@agora/database/transaction.ts'
import type { EventStore } from '@agora/event-store/eventStore.ts'
import type { StreamAppend } from '@agora/event-store/streamAppend.ts'

import { appendAtOnce } from './appendAtOnce.ts'
import type { BoughtLines } from './boughtLines.ts'
import { hasEvent, streamOf, type LogEntry } from './logEntry.ts'
import { writeBirths, writeSettled } from './logStatements.ts'
import { closeOrderedCarts } from './orderedCarts.ts'

/** What the log is made of. */
export interface OrderLogParts {
  readonly pool: pg.Pool
  readonly store: Pick<EventStore, 'append' | 'appendWith' | 'catalogue'>
  /** The runner that owns the orders placed here. */
  readonly owner: string
  readonly newCartId: () => string
  /** Called after a commit, when there is something to read. */
  readonly wake: () => void
}

/** Writes to the streams of orders; what is asked for at the same time is one commit. */
export interface OrderLog {
  /** Throws VersionConflict when the stream has moved on, KeyTaken and CartTaken for a placement that came second. */
  append(entry: LogEntry): Promise<void>
}

/** The cart has an order that is neither cancelled nor failed. */
export class CartTaken extends Error {
  override readonly name = 'CartTaken'
}

const ONE_ALIVE = 'checkouts_one_alive_per_cart'

/** Opens the log of this process. */
export function createOrderLog(parts: OrderLogParts): OrderLog {
  const batcher = createBatcher<LogEntry, undefined>({
    maxBatch: 100,
    concurrent: 1,
    sharesFate: isOutage,
    async flush(entries) {
      await appendAtOnce(parts.pool, entries, parts).catch(async (error: unknown) => {
        if (isOutage(error)) throw error
        await inTransaction(parts.pool, (client) => write(client, entries, parts)).catch(fail)
      })
      parts.wake()
      return entries.map(() => undefined)
    },
  })
  return { append: (entry) => batcher.add(entry) }
}

function fail(error: unknown): never {
  throw constraintOf(error) === ONE_ALIVE ? new CartTaken() : error
}

/** Writes entries of several orders in the caller's transaction, whatever is out of the ordinary with them: keys, carts, streams, processes, in this order of locks. */
async function write(
  client: Queryable,
  entries: readonly LogEntry[],
  { store, owner, newCartId }: Pick<OrderLogParts, 'store' | 'owner' | 'newCartId'>,
): Promise<void> {
  const [first] = entries
  if (first === undefined) return
  const placements = entries.flatMap(({ placement }) => placement ?? [])
  if (placements.length > 0) await writeBirths(client, placements, owner)
  const carts = await closeOrderedCarts(client, entries.flatMap(boughtBy), newCartId)
  const metadataOf = new Map(entries.map(({ orderId, metadata }) => [orderId, metadata]))
  const ofCarts = carts.map(({ stream, event, orderId }): StreamAppend => ({
    stream,
    expectedVersion: 'any',
    events: [event],
    metadata: metadataOf.get(orderId) ?? first.metadata,
  }))
  await store.append(client, [...entries.map(streamOf), ...ofCarts], first.metadata)
  const idsOf = (fits: (entry: LogEntry) => boolean): string[] => entries.filter(fits).map(({ orderId }) => orderId)
  await writeSettled(client, {
    cancelled: idsOf((entry) => hasEvent(entry, 'order.cancelled')),
    over: idsOf(({ over }) => over === true),
    woken: [],
  })
}

function boughtBy(entry: LogEntry): BoughtLines[] {
  return entry.order !== undefined && hasEvent(entry, 'order.confirmed') ? [{ orderId: entry.orderId, lines: entry.order.placed.lines }] : []
}
