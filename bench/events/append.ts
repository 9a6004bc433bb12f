import type pg from 'pg'

import { inTransaction } from '@agora/database/transaction.ts'
import { createEventStore } from '@agora/event-store/eventStore.ts'

import { benchCatalogue, credited, metadata, type Credited } from './accounts.ts'

/** How appends are made, and how many events came of it. */
export interface AppendFigures {
  readonly how: string
  readonly concurrent: number
  readonly transactionsPerSecond: number
  readonly eventsPerSecond: number
  readonly p50: number
  readonly p95: number
}

const store = createEventStore<Credited>({ catalogue: benchCatalogue })
let streams = 0

/** One transaction after another on each of so many connections, until the time is over. */
async function measure(pool: pg.Pool, { how, concurrent, seconds, each, events }: Shape & Width): Promise<AppendFigures> {
  const times: number[] = []
  const started = performance.now()
  const writer = async (): Promise<void> => {
    while (performance.now() - started < seconds * 1000) {
      const began = performance.now()
      await inTransaction(pool, (client) => store.append(client, appendsOf(each, events), metadata))
      times.push(performance.now() - began)
    }
  }
  await Promise.all(Array.from({ length: concurrent }, writer))
  const elapsed = (performance.now() - started) / 1000
  times.sort((one, other) => one - other)
  const at = (share: number): number => Number((times[Math.floor(times.length * share)] ?? 0).toFixed(2))
  const perSecond = times.length / elapsed
  const figures = { transactionsPerSecond: Math.round(perSecond), eventsPerSecond: Math.round(perSecond * each * events) }
  return { how, concurrent, ...figures, p50: at(0.5), p95: at(0.95) }
}

const appendsOf = (each: number, events: number) =>
  Array.from({ length: each }, () => {
    const stream = `acc_${(streams += 1)}`
    return { stream, expectedVersion: 0, events: Array.from({ length: events }, () => credited(stream)) }
  })

interface Shape {
  readonly how: string
  /** Streams a statement. */
  readonly each: number
  /** Events a stream. */
  readonly events: number
}

interface Width {
  readonly concurrent: number
  readonly seconds: number
}

const SHAPES: readonly Shape[] = [
  { how: '1 event', each: 1, events: 1 },
  { how: '5 events', each: 1, events: 5 },
  { how: 'group commit: 32 streams of 2', each: 32, events: 2 },
]

/** Appends at each width, each transaction its own commit with fsync. */
export async function measureAppends(pool: pg.Pool, seconds: number): Promise<AppendFigures[]> {
  const figures: AppendFigures[] = []
  for (const shape of SHAPES) for (const concurrent of [1, 16, 64]) figures.push(await measure(pool, { ...shape, concurrent, seconds }))
  return figures
}
