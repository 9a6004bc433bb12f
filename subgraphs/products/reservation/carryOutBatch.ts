import type pg from 'pg'

import { inTransaction } from '@agora/database/transaction.ts'
import type { EventMetadata } from '@agora/event-store/event.ts'
import type { Waker } from '@agora/event-store/wake.ts'

import { announceStock } from '../events/announceStock.ts'
import type { ProductsStore } from '../events/productsStore.ts'
import type { Outcome } from './books.ts'
import { carryOut } from './carryOut.ts'
import { openBooks } from './openBooks.ts'
import type { StockCommand } from './stockCommand.ts'
import { writeOutcome } from './writeOutcome.ts'

/** What the stock of orders works with. */
export interface StockParts {
  readonly pool: pg.Pool
  readonly store: ProductsStore
  /** Woken when the shop shows something else than before. */
  readonly waker: Waker
}

/** Carries out a batch in one transaction: locks, decides, writes, announces. The number of statements does not grow with the batch. */
export async function carryOutBatch({ pool, store, waker }: StockParts, commands: readonly StockCommand[]): Promise<Outcome['answers']> {
  const { answers, shown } = await inTransaction(pool, async (client) => {
    const { books, claimed } = await openBooks(client, commands)
    const outcome = carryOut(commands, books)
    await writeOutcome(client, outcome, claimed)
    if (outcome.shown.size > 0) await announce(client, store, outcome.shown)
    return outcome
  })
  if (shown.size > 0) waker.wake()
  return answers
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
