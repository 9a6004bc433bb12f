import { setTimeout as sleep } from 'node:timers/promises'

import type pg from 'pg'

import { inTransaction } from '@agora/database/transaction.ts'
import { createLogger } from '@agora/logger/logger.ts'

import { createProductsStore } from '../events/productsStore.ts'
import type { Outcome } from '../reservation/books.ts'
import { carryOut } from '../reservation/carryOut.ts'
import { carryOutBatch, type StockParts } from '../reservation/carryOutBatch.ts'
import { openBooks } from '../reservation/openBooks.ts'
import { openStockPool } from '../reservation/openStockPool.ts'
import { fingerprintOf, type Line, type StockAnswer, type StockCommand } from '../reservation/stockCommand.ts'
import { writeOutcome } from '../reservation/writeOutcome.ts'
import { EXPIRES_AT } from './stockClient.ts'

/** One of several processes that carry out what orders ask of the stock. */
export interface StockProcess {
  readonly parts: StockParts
  /** Carries out a batch, and tells of each step `ok`, why it was refused, or what it failed with. */
  carryOut(...commands: readonly StockCommand[]): Promise<string[]>
  /** Carries out a batch with its locks and stops before the end: it ends when it is told to, and well. */
  stopBeforeCommit(...commands: readonly StockCommand[]): Promise<() => Promise<void>>
  /** The statements since the last time this was read, each in a word or two. */
  statements(): string[]
  stop(): Promise<void>
}

/** Starts one on a database. */
export function startStockProcess(url: string): StockProcess {
  const sent: string[] = []
  const pool = openStockPool({ url, logger: createLogger({ service: 'products', level: 'silent' }), onStatement: (text) => sent.push(text) })
  const parts = { pool, store: createProductsStore(), waker: { wake: () => undefined } }
  return {
    parts,
    carryOut: async (...commands) => (await carryOutBatch(parts, commands)).map(wordOf),
    stopBeforeCommit: (...commands) => stopBeforeCommit(pool, commands),
    statements: () => sent.splice(0).map(nameOf),
    stop: () => pool.end(),
  }
}

const wordOf = (answer: StockAnswer | Error): string => (answer instanceof Error ? answer.name : answer.ok ? 'ok' : (answer.reason ?? 'refused'))

const known: readonly (readonly [begin: RegExp, name: string])[] = [
  [/^SELECT NULL, variant_id/, 'glance'],
  [/still_holds/, 'write at once'],
  [/^INSERT INTO participant_inbox/, 'claim'],
  [/^(BEGIN|COMMIT|ROLLBACK)$/, '$1'],
]

function nameOf(statement: string): string {
  const found = known.find(([pattern]) => pattern.test(statement))
  if (found === undefined) return 'another'
  return found[1] === '$1' ? statement : found[1]
}

async function stopBeforeCommit(pool: pg.Pool, commands: readonly StockCommand[]): Promise<() => Promise<void>> {
  const [written, told] = [Promise.withResolvers<Outcome>(), Promise.withResolvers<undefined>()]
  const ended = inTransaction(pool, async (client) => {
    const { books, claimed } = await openBooks(client, commands)
    const outcome = carryOut(commands, books)
    await writeOutcome(client, outcome, claimed)
    written.resolve(outcome)
    await told.promise
  })
  await Promise.race([written.promise, ended])
  return () => {
    told.resolve(undefined)
    return ended
  }
}

const command = <M extends object>(message: M) => ({ ...message, fingerprint: fingerprintOf(message), requestId: undefined })

/** An order holds pieces. */
export const reserveOf = (orderId: string, ...lines: readonly Line[]): StockCommand => ({
  ...command({ key: `${orderId}:reserve`, orderId, lines, expiresAt: EXPIRES_AT }),
  kind: 'reserve',
})

/** An order takes what it holds. */
export const commitOf = (orderId: string): StockCommand => ({ ...command({ key: `${orderId}:commit`, orderId }), kind: 'commit' })

/** An order lets go of what it holds. */
export const releaseOf = (orderId: string): StockCommand => ({ ...command({ key: `${orderId}:release`, orderId }), kind: 'release' })

/** Waits until so many statements of this database wait for a lock that another one holds. */
export async function untilWaiting(rows: pg.Pool, statements = 1): Promise<void> {
  const waiting = `SELECT count(DISTINCT pid)::int AS waiting FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted AND datname = current_database()`
  for (const deadline = performance.now() + 5000; ; await sleep(5)) {
    const found = await rows.query<{ waiting: number }>(waiting)
    if (found.rows[0]?.waiting === statements) return
    if (performance.now() > deadline) throw new Error(`${found.rows[0]?.waiting} statements wait`)
  }
}
