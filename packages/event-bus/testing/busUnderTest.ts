import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

import { createLogger } from '@agora/logger/logger.ts'

import type { EventBus, IncomingMessage, OutgoingMessage, SubscriptionOptions } from '../bus.ts'
import { openBus } from '../openBus.ts'

/** How any process reaches the bus that is tested. */
export interface BusAddress {
  readonly kafkaBrokers?: readonly string[]
  readonly busUrl?: string
}

/** Members that vanish are replaced quickly, so that tests are quick. */
export const SESSION_MS = 1500

/** A logger that says nothing. */
export const silent = createLogger({ service: 'test', level: 'silent' })

/** A name that no other test uses. */
export const fresh = (what: string): string => `${what}-${randomBytes(6).toString('hex')}`

/** Opens a client of the bus. */
export const open = (address: BusAddress, name = 'contract'): Promise<EventBus> => openBus({ ...address, name, logger: silent })

/** Messages whose text is `<key>:<number>`, the numbers of a key growing from `from`. */
export const numbered = (topic: string, key: string, { count, from = 0 }: { count: number; from?: number }): OutgoingMessage[] =>
  Array.from({ length: count }, (_, index) => ({ topic, key, value: `${key}:${from + index}`, createdAt: new Date() }))

/** What a subscriber has seen. */
export interface Collector {
  readonly seen: IncomingMessage[]
  /** Distinct texts in the order in which each was first seen. */
  values(): string[]
  until(done: (values: readonly string[]) => boolean, patienceMs?: number): Promise<void>
  stop(): Promise<void>
  lag(): Promise<number>
}

/** Subscribes and remembers everything. */
export async function collect(bus: EventBus, options: Omit<SubscriptionOptions, 'handle'> & Partial<SubscriptionOptions>): Promise<Collector> {
  const seen: IncomingMessage[] = []
  const handle: SubscriptionOptions['handle'] = async (batch) => {
    await options.handle?.(batch)
    seen.push(...batch.messages)
  }
  const subscription = await bus.subscribe({ sessionTimeoutMs: SESSION_MS, ...options, handle })
  const values = (): string[] => [...new Set(seen.map(({ value }) => value))]
  return { seen, values, until: (done, patienceMs) => eventually(() => done(values()), patienceMs), stop: subscription.stop, lag: subscription.lag }
}

/** Waits until something holds; throws when it does not in time. */
export async function eventually(holds: () => boolean | Promise<boolean>, patienceMs = 30_000): Promise<void> {
  const deadline = performance.now() + patienceMs
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`still not so after ${patienceMs} ms: ${holds}`)
    await sleep(20)
  }
}

/** The texts of one key, as numbers, in the order in which they were first seen. */
export const numbersOf = (values: readonly string[], key: string): number[] =>
  values.flatMap((value) => (value.startsWith(`${key}:`) ? [Number(value.slice(key.length + 1))] : []))

/** 0, 1, 2 … */
export const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index)
