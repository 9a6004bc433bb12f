import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import pg from 'pg'

import { createTestDatabase } from '@agora/testkit/database.ts'

import { discover } from '../../subgraphs/ai/recommending/affinity.ts'
import { popular } from '../../subgraphs/ai/recommending/fallbacks.ts'
import { topOf, type Recommendation } from '../../subgraphs/ai/recommending/recommendation.ts'
import { startPostgres } from '../../tools/postgres/startPostgres.ts'
import { describeMachine } from '../machine.ts'
import { table } from '../table.ts'
import { readInvoices, type Invoice } from './invoices.ts'
import { learn } from './learn.ts'
import { meanOf, qualityOf, splitLast, type Quality } from './protocol.ts'

const ARCHIVE = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'uci-online-retail.csv.gz')
/** Better than popularity by so much, or the bench fails. */
const TARGET = 1.8

/** So many lists are asked for at once, as several readers would. */
const READERS = 2

async function compare(pool: pg.Pool): Promise<void> {
  const { learned, heldOut } = splitLast(await readInvoices(ARCHIVE))
  const learning = await learn(pool, learned)
  const bought = new Map([...Map.groupBy(learned, ({ customer }) => customer)].map(([customer, own]) => [customer, itemsOf(own)]))
  const known = itemsOf(learned)
  const waiting = [...heldOut].flatMap(([customer, { items }]) => {
    const own = bought.get(customer) ?? new Set()
    const wanted = new Set(items.filter((item) => known.has(item) && !own.has(item)))
    return wanted.size === 0 ? [] : [{ customer, own, wanted }]
  })
  const customers = waiting.length
  const [ours, most]: [Quality[], Quality[]] = [[], []]
  const started = performance.now()
  const read = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { found } = await discover(pool, next.customer)
      const popularOnes = await popular(pool, [...next.own])
      ours.push(qualityOf(namesOf(topOf(20, found, popularOnes)), next.wanted))
      most.push(qualityOf(namesOf(popularOnes), next.wanted))
    }
  }
  await Promise.all(Array.from({ length: READERS }, read))
  const askMs = ((performance.now() - started) * READERS) / customers
  report({ ours: meanOf(ours), most: meanOf(most), customers, askMs, ...learning })
}

const itemsOf = (invoices: readonly Invoice[]): ReadonlySet<string> => new Set(invoices.flatMap(({ items }) => items))
const namesOf = (list: readonly Recommendation[]): string[] => list.map(({ productId }) => productId)

interface Outcome {
  readonly ours: Quality
  readonly most: Quality
  readonly customers: number
  readonly orders: number
  readonly learnSeconds: number
  readonly askMs: number
}

function report({ ours, most, customers, orders, learnSeconds, askMs }: Outcome): void {
  const round = (figure: number): number => Number(figure.toFixed(4))
  const row = (name: string, { recall, ndcg, hit }: Quality): (string | number)[] => [name, round(recall), round(ndcg), round(hit)]
  const ratio = ours.ndcg / most.ndcg
  console.log(
    table(['recommending', 'recall@20', 'NDCG@20', 'hit@20'], [row('what most people buy', most), row('what goes with own purchases', ours)]),
  )
  console.log(
    `\nItems new to the customer, in the last invoice of ${customers} customers; ${orders} orders learned one by one in ${learnSeconds.toFixed(0)} s ` +
      `(${Math.round(orders / learnSeconds)} a second), ${askMs.toFixed(1)} ms a list.\nBetter than popularity by ${ratio.toFixed(2)} (target ${TARGET}).`,
  )
  const figures = { ratio: Number(ratio.toFixed(3)), ours, popularity: most, customers, orders, learnSeconds, askMs, target: TARGET }
  console.log(JSON.stringify({ bench: 'recommendations', ...figures, machine: describeMachine() }))
  if (ratio < TARGET) process.exitCode = 1
}

const folder = mkdtempSync(join(tmpdir(), 'agora-bench-'))
if (!existsSync(ARCHIVE)) {
  console.log('Skipped: this bench needs the Online Retail data set of the UCI repository, which is not part of this repository.')
} else {
  const server = await startPostgres({
    dataDir: join(folder, 'postgres'),
    passwordFile: join(folder, 'postgres.password'),
    logFile: join(folder, 'postgres.log'),
    durable: false,
  })
  process.env['TEST_POSTGRES_URL'] = server.url
  const database = await createTestDatabase('ai')
  const pool = new pg.Pool({ connectionString: database.ownerUrl, max: 4 })
  try {
    await compare(pool)
  } finally {
    await pool.end()
    await database.drop()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
