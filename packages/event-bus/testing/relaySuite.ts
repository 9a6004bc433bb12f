import assert from 'node:assert/strict'
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { withClient } from '@agora/database/provision.ts'
import { inTransaction } from '@agora/database/transaction.ts'
import type { EventCatalogue } from '@agora/event-store/event.ts'
import { createEventStore } from '@agora/event-store/eventStore.ts'
import { createMetrics } from '@agora/metrics/metrics.ts'

import { createBusMetrics } from '../busMetrics.ts'
import { requestRedrive } from '../deadLetters.ts'
import { parseEnvelope } from '../envelope.ts'
import { createRelay, type Relay, type RelayOptions } from '../relay.ts'
import { startRelayLetters } from '../relayLetters.ts'
import { collect, eventually, fresh, numbersOf, SESSION_MS, silent, type BusAddress, type Collector } from './busUnderTest.ts'
import { cause, idsOf, openShop, type Shop } from './shop.ts'
import type { ThingEvent } from './things.ts'

const made = (number: number): ThingEvent => ({ type: 'thing.made', data: { number, colour: 'red' } })
const seen = (reader: Collector): string[] => reader.seen.map(({ value }) => parsed(value).id)

function parsed(value: string): { id: string } & Record<string, unknown> {
  const result = parseEnvelope(value)
  assert.ok(result.ok)
  return { ...result.value }
}

/** A catalogue's answers about one further type. */
function knowing(type: string, { store: { catalogue }, topic }: Shop): Partial<EventCatalogue> {
  return {
    versionOf: (asked) => (asked === type ? 1 : catalogue.versionOf(asked)),
    check: (asked, data) => (asked === type ? undefined : catalogue.check(asked, data)),
    upcast: (asked, version, data) => (asked === type ? data : catalogue.upcast(asked, version, data)),
    topicOf: (asked) => (asked === type ? topic : catalogue.topicOf(asked)),
  }
}

/** What a relay must hold on either bus. */
export function relaySuite(address: BusAddress): void {
  let shop: Shop
  const [children, relays]: [ChildProcess[], Relay[]] = [[], []]
  const startRelay = async (options: Partial<RelayOptions> = {}): Promise<Relay> => {
    const relay = await createRelay({ pool: shop.pool, store: shop.store, bus: shop.bus, source: 'test', logger: silent, ...options })
    relays.push(relay)
    return relay
  }
  const startChild = async (hold: boolean): Promise<ChildProcess> => {
    const { topic, group, database } = shop
    const order = { role: 'relay', address, databaseUrl: database.appUrl, topic, group, hold }
    const child = fork(join(import.meta.dirname, 'shopProcess.ts'), [JSON.stringify(order)], { execArgv: ['--disable-warning=ExperimentalWarning'] })
    children.push(child)
    return child
  }
  const each = (name: string, work: () => Promise<void>): void =>
    void test(name, async () => {
      shop = await openShop(address)
      try {
        await work()
      } finally {
        for (const child of children.splice(0)) child.kill('SIGKILL')
        await Promise.all(relays.splice(0).map((relay) => relay.stop()))
        await shop.close()
      }
    })
  const read = (): Promise<Collector> => collect(shop.bus, { group: fresh('reader'), topics: [shop.topic] })
  /** Appends to a few streams, again and again. */
  const appendRounds = async (rounds: number, from = 0): Promise<void> => {
    for (let round = from; round < from + rounds; round += 1)
      await Promise.all(['thing_1', 'thing_2', 'thing_3'].map((stream) => shop.append(stream, [made(round), made(round)])))
  }
  const assertWhole = (reader: Collector, count: number): void => {
    const firsts = [...new Set(seen(reader))]
    for (const stream of ['thing_1', 'thing_2', 'thing_3'])
      assert.deepEqual(
        firsts.filter((id) => id.startsWith(`${stream}/`)),
        idsOf(stream, count),
      )
  }

  each('what was appended is published once, in the order of its stream, as a whole envelope; what was rolled back is not', async () => {
    await startRelay()
    const reader = await read()
    await assert.rejects(shop.append('thing_9', [made(1), { type: 'nothing.known', data: {} }]))
    await appendRounds(10)
    await reader.until((values) => values.length === 60)
    assertWhole(reader, 20)
    assert.equal(reader.seen.length, 60)
    const { occurredAt, ...envelope } = parsed(reader.seen.find(({ value }) => value.includes('"thing_1/2"'))?.value ?? '')
    assert.ok(occurredAt instanceof Date)
    const data = { number: 0, colour: 'red' }
    assert.deepEqual(envelope, {
      id: 'thing_1/2',
      stream: 'thing_1',
      version: 2,
      type: 'thing.made',
      schemaVersion: 2,
      data,
      metadata: cause,
      source: 'test',
    })
  })

  each('of two relays one publishes at a time: everything comes once', async () => {
    // The lock changes hands hundreds of times.
    for (const batchSize of [1, 1, 1]) await startRelay({ batchSize })
    const reader = await read()
    await appendRounds(100)
    await reader.until((values) => values.length >= 600)
    assertWhole(reader, 200)
    assert.equal(reader.seen.length, 600)
  })

  for (const how of ['dies', 'hangs']) {
    each(`a relay that ${how} after the brokers have answered leaves duplicates, and one effect of each`, () => duplicatesAreHarmless(how === 'dies'))
  }

  async function duplicatesAreHarmless(dies: boolean): Promise<void> {
    await appendRounds(2)
    const child = await startChild(true)
    let said: unknown
    do [said] = await once(child, 'message')
    while (said !== 'held')
    if (dies) child.kill('SIGKILL')
    await startRelay()
    const reader = await read()
    await eventually(() => reader.seen.length === 22)
    await shop.consume()
    await eventually(async () => (await shop.effects()).length === 12)
    await sleep(200)
    const ids = await shop.effects()
    assert.deepEqual(ids.toSorted(), ['thing_1', 'thing_2', 'thing_3'].flatMap((stream) => idsOf(stream, 4)).toSorted())
  }

  for (const [how, signal] of [
    ['killed', 'SIGKILL'],
    ['frozen', 'SIGSTOP'],
  ] as const) {
    each(`another relay takes over from one that was ${how}: nothing is lost, and order is kept`, async () => {
      const child = await startChild(false)
      const reader = await read()
      await appendRounds(5)
      await eventually(() => reader.seen.length > 0)
      const standby = await startRelay({ batchSize: 10, leaseMs: 1000 })
      const appending = appendRounds(40, 5)
      await sleep(60)
      child.kill(signal)
      await appending
      await eventually(() => new Set(seen(reader)).size === 270)
      assertWhole(reader, 90)
      if (signal === 'SIGKILL') return
      child.kill('SIGCONT')
      await shop.append('thing_1', [made(0)])
      await eventually(async () => (await standby.lagSeconds()) === 0)
      await eventually(() => new Set(seen(reader)).size === 271)
      assertFirsts(seen(reader))
    })
  }

  function assertFirsts(ids: readonly string[]): void {
    const numbers = numbersOf(
      [...new Set(ids)].map((id) => id.replace('/', ':')),
      'thing_1',
    )
    assert.deepEqual(
      numbers,
      numbers.toSorted((a, b) => a - b),
    )
  }

  each('while the bus is away events wait, the lag tells how long, and afterwards all are published in order', async () => {
    const metrics = createMetrics('test')
    let away = true
    const publish: typeof shop.bus.publish = (messages) => (away ? Promise.reject(new Error('no broker')) : shop.bus.publish(messages))
    const relay = await startRelay({ bus: { ...shop.bus, publish }, metrics: createBusMetrics(metrics) })
    assert.equal(await relay.lagSeconds(), 0)
    const reader = await read()
    await appendRounds(3)
    await sleep(300)
    assert.ok((await relay.lagSeconds()) >= 0.3)
    assert.match(await metrics.text(), /relay_lag_seconds\{[^}]*source="test"[^}]*\} 0\.\d+\n/)
    assert.equal(reader.seen.length, 0)
    away = false
    await eventually(() => reader.seen.length === 18)
    assertWhole(reader, 6)
    await eventually(async () => (await relay.lagSeconds()) === 0)
  })

  each('an event of an unknown type waits for a relay that knows it; where none comes it is parked, and what is behind it flows', async () => {
    await shop.append('thing_1', [made(1)])
    await withClient(shop.database.ownerUrl, (owner) =>
      owner.query(`INSERT INTO events (stream, version, type, schema_version, data, metadata) VALUES ('thing_2', 1, 'thing.sung', 1, '{}', $1)`, [
        cause,
      ]),
    )
    await shop.append('thing_3', [made(1)])
    const relay = await startRelay({ unknownPatienceMs: 400 })
    const reader = await read()
    await eventually(() => reader.seen.length === 1)
    await sleep(100)
    assert.deepEqual(seen(reader), ['thing_1/1'])
    await eventually(() => reader.seen.length === 2)
    assert.deepEqual(seen(reader), ['thing_1/1', 'thing_3/1'])
    await eventually(async () => (await relay.lagSeconds()) === 0)
    const [letter] = await shop.deadLetters()
    const { consumer, eventId, error, deadLetterId, message, topic } = letter?.data ?? {}
    assert.deepEqual([consumer, eventId, error], ['relay-test', 'thing_2/1', 'version 1 of thing.sung is not known here'])

    // A newer release, which knows the type, publishes it when somebody asks.
    const store = createEventStore({ catalogue: { ...shop.store.catalogue, ...knowing('thing.sung', shop) } })
    const letters = await startRelayLetters({ pool: shop.pool, bus: shop.bus, store, source: 'test', logger: silent, sessionTimeoutMs: SESSION_MS })
    const request = { deadLetterId: String(deadLetterId), consumer: String(consumer), topic: String(topic), message: String(message) }
    await inTransaction(shop.pool, (client) => requestRedrive(client, shop.store, { request, metadata: cause }))
    await eventually(() => reader.seen.length === 3)
    assert.equal(seen(reader).at(-1), 'thing_2/1')
    await eventually(async () => (await shop.deadLetters()).at(-1)?.type === 'deadLetter.resolved')
    await letters.stop()
  })

  each('what is older than the retention is nothing to a new bus, and parked where the relay was away so long', async () => {
    const insertOld = (stream: string): Promise<unknown> =>
      withClient(shop.database.ownerUrl, (owner) =>
        owner.query(
          `INSERT INTO events (stream, version, type, schema_version, data, metadata, occurred_at)
           VALUES ($1, 1, 'thing.made', 1, '{"number": 1}', $2, now() - interval '200 days')`,
          [stream, cause],
        ),
      )
    // More than one page of it.
    for (const stream of ['old_1', 'old_2', 'old_3', 'old_4', 'old_5']) await insertOld(stream)
    await shop.append('thing_2', [made(1)])
    const relay = await startRelay({ batchSize: 2 })
    const reader = await read()
    await eventually(() => reader.seen.length === 1)
    await eventually(async () => (await relay.lagSeconds()) === 0)
    assert.deepEqual(await shop.deadLetters(), [])
    await insertOld('thing_3')
    await eventually(async () => (await shop.deadLetters()).length === 1)
    await eventually(async () => (await relay.lagSeconds()) === 0)
    assert.deepEqual(seen(reader), ['thing_2/1'])
    assert.equal((await shop.deadLetters())[0]?.data['eventId'], 'thing_3/1')
  })
}
