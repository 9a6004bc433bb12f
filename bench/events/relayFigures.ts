import { setTimeout as sleep } from 'node:timers/promises'

import type pg from 'pg'

import { createPool } from '@agora/database/pool.ts'
import { inTransaction } from '@agora/database/transaction.ts'
import type { EventBus } from '@agora/event-bus/bus.ts'
import { startConsumer } from '@agora/event-bus/consumer.ts'
import { createRelay } from '@agora/event-bus/relay.ts'
import { createEventStore, type EventStore } from '@agora/event-store/eventStore.ts'
import { createWaker, listenForWake } from '@agora/event-store/wake.ts'
import { createLogger } from '@agora/logger/logger.ts'

import { catalogue } from '../../schema/events/catalogue.ts'
import { table } from '../table.ts'
import { openPlaces, type BenchPlaces } from './relayPlaces.ts'

/** What a relay does over one bus, and a consumer behind it. */
export interface RelayFigures {
  readonly bus: string
  /** From the commit of an event until the brokers have it, in milliseconds, at 100 commits a second. */
  readonly p50: number
  readonly p95: number
  readonly max: number
  /** Events a second that a relay publishes from a backlog. */
  readonly drain: number
  /** Events a second of that backlog that a consumer has its effect of. */
  readonly consume: number
}

const STEADY = 600
const CHUNK = 1000
const logger = createLogger({ service: 'bench', level: 'error' })
const cause = { correlationId: 'bench', causationId: null, actor: 'bench' }
const event = { type: 'cart.changed', data: { cartId: 'crt_bench', owner: 'usr_bench', cartVersion: 1, variantIds: ['var_1', 'var_2'] } }

interface Bench {
  readonly pool: pg.Pool
  readonly store: EventStore
  readonly bus: EventBus
  /** Events that wait to be published, and then to be handled. */
  readonly backlog: number
}

/** Measures every bus that the machine has, on servers of its own. */
export async function measureRelays(backlog: number): Promise<RelayFigures[]> {
  const places = await openPlaces()
  try {
    return await measureAll(places, backlog)
  } finally {
    await places.close()
  }
}

/** Their rows. */
export function relayTable(figures: readonly RelayFigures[]): string {
  const rows = figures.map(({ bus, p50, p95, max, drain, consume }) => [bus, p50, p95, max, drain, consume])
  return table(['bus', 'commit to ack p50 ms', 'p95 ms', 'max ms', 'backlog published/s', 'consumed/s'], rows)
}

async function measureAll({ storeUrl, buses }: BenchPlaces, backlog: number): Promise<RelayFigures[]> {
  const pool = createPool({ url: storeUrl, name: 'bench', logger })
  const store = createEventStore({ catalogue })
  const figures: RelayFigures[] = []
  for (const { name, bus } of buses) {
    const bench = { pool, store, bus, backlog }
    await drainBacklog(bench)
    const latency = await steadyLatency(bench, name)
    await appendBacklog(bench, name)
    const drain = await drainBacklog(bench)
    figures.push({ bus: name, ...latency, drain, consume: await consumeBacklog(bench) })
  }
  await pool.end()
  return figures
}

async function steadyLatency({ pool, store, bus }: Bench, name: string): Promise<Pick<RelayFigures, 'p50' | 'p95' | 'max'>> {
  const committed = new Map<string, number>()
  const latencies: number[] = []
  const publish: EventBus['publish'] = async (messages) => {
    await bus.publish(messages)
    const now = performance.now()
    for (const { key } of messages) latencies.push(now - (committed.get(key) ?? now))
  }
  const wakeListener = listenForWake({ pool, logger })
  const relay = await createRelay({ pool, store, bus: { ...bus, publish }, source: 'bench', logger, wakeListener })
  const waker = createWaker(pool)
  for (let number = 0; number < STEADY; number += 1) {
    const stream = `crt_${name}_${number}`
    // Before the answer to COMMIT can be here: what is measured is never too little.
    await inTransaction(pool, async (client) => {
      await store.append(client, [{ stream, expectedVersion: 0, events: [event] }], cause)
      committed.set(stream, performance.now())
    })
    waker.wake()
    await sleep(8)
  }
  while (latencies.length < STEADY) await sleep(5)
  await relay.stop()
  await wakeListener.close()
  const sorted = latencies.slice(STEADY / 10).toSorted((a, b) => a - b)
  const at = (share: number): number => Number((sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(1))
  return { p50: at(0.5), p95: at(0.95), max: at(1) }
}

async function appendBacklog({ pool, store, backlog }: Bench, name: string): Promise<void> {
  for (let from = 0; from < backlog; from += CHUNK) {
    const appends = Array.from({ length: CHUNK / 10 }, (_, index) => ({
      stream: `crt_${name}_backlog_${from / 10 + index}`,
      expectedVersion: 0,
      events: Array.from({ length: 10 }, () => event),
    }))
    await inTransaction(pool, (client) => store.append(client, appends, cause))
  }
}

async function drainBacklog({ pool, store, bus }: Bench): Promise<number> {
  let published = 0
  const publish: EventBus['publish'] = async (messages) => {
    await bus.publish(messages)
    published += messages.length
  }
  const started = performance.now()
  const relay = await createRelay({ pool, store, bus: { ...bus, publish }, source: 'bench', logger })
  while ((await relay.lagSeconds()) > 0) await sleep(20)
  const seconds = (performance.now() - started) / 1000
  await relay.stop()
  return Math.round(published / seconds)
}

async function consumeBacklog({ pool, store, bus, backlog }: Bench): Promise<number> {
  let first = 0
  let handled = 0
  const consumer = await startConsumer({
    bus,
    pool,
    store,
    group: 'bench',
    topics: ['carts'],
    maxBatch: 500,
    logger,
    handlers: {
      'cart.changed': async () => {
        first ||= performance.now()
        handled += 1
      },
    },
  })
  while (handled < backlog) await sleep(20)
  const seconds = (performance.now() - first) / 1000
  await consumer.stop()
  return Math.round(handled / seconds)
}
