import { setTimeout as sleep } from 'node:timers/promises'

import { createPool } from '@agora/database/pool.ts'
import { createEventStore } from '@agora/event-store/eventStore.ts'

import { startConsumer } from '../consumer.ts'
import { createRelay } from '../relay.ts'
import { open, SESSION_MS, silent, type BusAddress } from './busUnderTest.ts'
import { effectful, haveEffect } from './shop.ts'
import { thingCatalogue, type ThingEvent } from './things.ts'

// A consumer or a relay of a shop in a process of its own, so that it can be killed and frozen. It says `ready`, and `held` when it waits where it was told to.
interface Order {
  readonly role: 'consumer' | 'relay'
  readonly address: BusAddress
  readonly databaseUrl: string
  readonly topic: string
  readonly group: string
  /** Where it stops and waits to be killed: after the effect was committed, or after the brokers answered. */
  readonly hold?: boolean
}

const { role, address, databaseUrl, topic, group, hold = false } = JSON.parse(process.argv[2] ?? '{}') as Order
const pool = createPool({ url: databaseUrl, name: role, logger: silent })
const bus = await open(address, role)
const store = createEventStore({ catalogue: thingCatalogue(topic) })
const held = async (): Promise<void> => {
  process.send?.('held')
  await sleep(60_000)
}

if (role === 'relay') {
  const publish: typeof bus.publish = async (messages) => {
    await bus.publish(messages)
    if (hold) await held()
  }
  await createRelay({ pool, store, bus: { ...bus, publish }, source: 'test', batchSize: 10, leaseMs: 1000, logger: silent })
} else {
  const subscribe: typeof bus.subscribe = (options) =>
    bus.subscribe({
      ...options,
      handle: async (batch) => {
        await options.handle(batch)
        // On a bus that others use as well there are dead letters to be passed by.
        if (hold && batch.topic === topic && batch.messages.length > 0) await held()
      },
    })
  const slow = async (...parameters: Parameters<typeof haveEffect>): Promise<void> => {
    await haveEffect(...parameters)
    await sleep(1)
  }
  const handlers = hold ? effectful : { 'thing.made': slow, 'thing.used': slow }
  await startConsumer<ThingEvent>({
    bus: { ...bus, subscribe },
    pool,
    store,
    group,
    topics: [topic],
    handlers,
    logger: silent,
    sessionTimeoutMs: SESSION_MS,
    maxBatch: 10,
  })
}
process.send?.('ready')
process.once('disconnect', () => process.exit())
