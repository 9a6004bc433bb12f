import type pg from 'pg'

import { inTransaction, sqlState, sqlStateOf } from '@agora/database/transaction.ts'
import type { EventMetadata } from '@agora/event-store/event.ts'
import type { Waker } from '@agora/event-store/wake.ts'

import { announceStock } from '../events/announceStock.ts'
import type { ProductsStore } from '../events/productsStore.ts'
import type { Outcome } from './books.ts'
import { carryOut } from './carryOut.ts'
import { glanceAtBooks } from './glance.ts'
import { openBooks } from './openBooks.ts'
import type { StockCommand } from './stockCommand.ts'
import { writeAtOnce } from './writeAtOnce.ts'
import { writeOutcome } from './writeOutcome.ts'

/** What the stock of orders works with. */
export interface StockParts {
  readonly pool: pg.Pool
  readonly store: ProductsStore
  /** Woken when the shop shows something else than before. */
  readonly waker: Waker
}

/**
 * Carries out a batch, all of it or nothing. Mostly nothing is out of the ordinary: then a glance and one statement are enough. Where that statement finds
 * another stock than the glance, or a key that came before, all is locked first. The number of statements does not grow with the batch.
 */
export async function carryOutBatch(parts: StockParts, commands: readonly StockCommand[]): Promise<Outcome['answers']> {
  const { answers, shown } = (await carryOutAtOnce(parts, commands)) ?? (await carryOutLocked(parts, commands))
  if (shown.size > 0) parts.waker.wake()
  return answers
}

/** What the statement at the end ends in when it is not to be. */
const OVERTAKEN: ReadonlySet<string> = new Set([sqlState.uniqueViolation, sqlState.serializationFailure, sqlState.deadlock])

async function carryOutAtOnce({ pool, store }: StockParts, commands: readonly StockCommand[]): Promise<Outcome | undefined> {
  const books = await glanceAtBooks(pool, commands)
  if (books === undefined) return undefined
  const outcome = carryOut(commands, books)
  try {
    if (outcome.shown.size === 0) await writeAtOnce(pool, outcome, books)
    else
      await inTransaction(
        pool,
        async (client) => {
          await writeAtOnce(client, outcome, books)
          await announce(client, store, outcome.shown)
        },
        { retries: 0 },
      )
    return outcome
  } catch (error) {
    if (OVERTAKEN.has(sqlStateOf(error) ?? '')) return undefined
    throw error
  }
}

/** Locks, decides, writes, announces. */
function carryOutLocked({ pool, store }: StockParts, commands: readonly StockCommand[]): Promise<Outcome> {
  return inTransaction(pool, async (client) => {
    const { books, claimed } = await openBooks(client, commands)
    const outcome = carryOut(commands, books)
    await writeOutcome(client, outcome, claimed)
    if (outcome.shown.size > 0) await announce(client, store, outcome.shown)
    return outcome
  })
}

/** One event a variant, whatever number of orders moved it; it is traced back to the first of them. */
async function announce(client: pg.PoolClient, store: ProductsStore, shown: Outcome['shown']): Promise<void> {
  const announcements = await announceStock(client, [...shown.keys()])
  const ours: EventMetadata = { correlationId: 'stock', causationId: null, actor: 'orders' }
  const traced = announcements.map((one) => {
    const mover = shown.get(one.stream)
    return mover === undefined ? one : { ...one, metadata: { ...ours, correlationId: mover.requestId ?? mover.orderId } }
  })
  await store.append(client, traced, ours)
}
