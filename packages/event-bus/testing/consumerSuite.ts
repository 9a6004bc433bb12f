import assert from 'node:assert/strict'
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { withClient } from '@agora/database/provision.ts'
import { inTransaction } from '@agora/database/transaction.ts'
import { createMetrics } from '@agora/metrics/metrics.ts'
import { testServerUrl } from '@agora/testkit/database.ts'

import { createBusMetrics } from '../busMetrics.ts'
import { requestRedrive } from '../deadLetters.ts'
import { UnprocessableEvent } from '../handlers.ts'
import { createRelay } from '../relay.ts'
import { eventually, silent, type BusAddress } from './busUnderTest.ts'
import { cause, effectful, haveEffect, idsOf, openShop, thingMessages, type Shop } from './shop.ts'

/** What a consumer must hold on either bus. */
export function consumerSuite(address: BusAddress): void {
  let shop: Shop
  const children: ChildProcess[] = []
  const startChild = async (hold: boolean): Promise<ChildProcess> => {
    const { topic, group, database } = shop
    const order = { role: 'consumer', address, databaseUrl: database.appUrl, topic, group, hold }
    const child = fork(join(import.meta.dirname, 'shopProcess.ts'), [JSON.stringify(order)], { execArgv: ['--disable-warning=ExperimentalWarning'] })
    children.push(child)
    return child
  }
  const effectsAre = (ids: readonly string[]): Promise<void> =>
    eventually(async () => {
      const now = await shop.effects()
      return now.length >= ids.length
    }).then(async () => assert.deepEqual((await shop.effects()).toSorted(), ids.toSorted()))
  // Each test has a shop of its own.
  const each = (name: string, work: () => Promise<void>): void =>
    void test(name, async () => {
      shop = await openShop(address)
      try {
        await work()
      } finally {
        for (const child of children.splice(0)) child.kill('SIGKILL')
        await shop.close()
      }
    })

  each('an event that comes three times has its effect once', async () => {
    const messages = thingMessages(shop.topic, 'thing_1', { count: 3 })
    await shop.bus.publish([...messages, ...messages])
    const consumer = await shop.consume()
    await eventually(async () => (await consumer.lag()) === 0)
    await shop.bus.publish(messages)
    await eventually(async () => (await consumer.lag()) === 0)
    assert.deepEqual(await shop.effects(), idsOf('thing_1', 3))
  })

  each('two processes that get the same event at once have its effect once', async () => {
    const [a, b] = await Promise.all([startChild(false), startChild(false)])
    await Promise.all([once(a, 'message'), once(b, 'message')])
    const other = await shop.consume({ maxBatch: 7 })
    for (let round = 0; round < 20; round += 1) {
      const messages = ['thing_1', 'thing_2', 'thing_3'].flatMap((stream) => thingMessages(shop.topic, stream, { count: 5, from: round * 5 + 1 }))
      await shop.bus.publish([...messages, ...messages])
    }
    await effectsAre(['thing_1', 'thing_2', 'thing_3'].flatMap((stream) => idsOf(stream, 100)))
    await eventually(async () => (await other.lag()) === 0)
    const ids = await shop.effects()
    for (const stream of ['thing_1', 'thing_2', 'thing_3'])
      assert.deepEqual(
        ids.filter((id) => id.startsWith(`${stream}/`)),
        idsOf(stream, 100),
      )
  })

  each('a process that is killed between its effect and the commit of its place leaves one effect', async () => {
    await shop.bus.publish(thingMessages(shop.topic, 'thing_1', { count: 5 }))
    const child = await startChild(true)
    child.on('message', (said) => {
      if (said === 'held') child.kill('SIGKILL')
    })
    await once(child, 'exit')
    assert.deepEqual(await shop.effects(), idsOf('thing_1', 5))
    const consumer = await shop.consume()
    await shop.bus.publish(thingMessages(shop.topic, 'thing_1', { count: 2, from: 6 }))
    await eventually(async () => (await shop.effects()).length >= 7)
    await eventually(async () => (await consumer.lag()) === 0)
    assert.deepEqual(await shop.effects(), idsOf('thing_1', 7))
  })

  each('an event that no attempt can handle is parked, the others flow, and a redrive has its effect', async () => {
    let mended = false
    const tries: string[] = []
    await shop.consume({
      handlers: {
        ...effectful,
        'thing.made': async (client, event) => {
          await haveEffect(client, event)
          if (event.id !== 'thing_1/2' || mended) return
          tries.push(event.id)
          throw new Error('a wheel is missing')
        },
      },
    })
    const poison = thingMessages(shop.topic, 'thing_1', { count: 3 })
    await shop.bus.publish([...poison, ...thingMessages(shop.topic, 'thing_2', { count: 3 })])
    await effectsAre(['thing_1/1', 'thing_1/3', ...idsOf('thing_2', 3)])
    // Once with the whole batch, then four times alone.
    assert.equal(tries.length, 5)
    // Poison twice parks once.
    await shop.bus.publish(poison)
    await shop.bus.publish(thingMessages(shop.topic, 'thing_1', { count: 1, from: 4 }))
    await effectsAre(['thing_1/1', 'thing_1/3', 'thing_1/4', ...idsOf('thing_2', 3)])
    const [letter, ...rest] = await shop.deadLetters()
    assert.deepEqual(rest, [])
    const { deadLetterId, message } = letter?.data ?? {}
    assert.deepEqual(letter, {
      type: 'deadLetter.parked',
      data: {
        deadLetterId,
        consumer: shop.group,
        topic: shop.topic,
        eventId: 'thing_1/2',
        eventType: 'thing.made',
        message: poison[1]?.value,
        error: 'a wheel is missing',
        attempts: 4,
      },
    })
    await redriveAsked({ deadLetterId: String(deadLetterId), message: String(message) })
    assert.deepEqual((await shop.deadLetters()).map(({ type, data }) => [type, data['attempts']]).at(-1), ['deadLetter.parked', 5])
    mended = true
    await redriveAsked({ deadLetterId: String(deadLetterId), message: String(message) })
    assert.deepEqual((await shop.deadLetters()).at(-1), { type: 'deadLetter.resolved', data: { deadLetterId, consumer: shop.group } })
    assert.equal((await shop.effects()).filter((id) => id === 'thing_1/2').length, 1)
  })

  /** Asks for a redrive as whoever shows dead letters does, and waits until it was concluded. */
  async function redriveAsked(wanted: { deadLetterId: string; message: string }): Promise<void> {
    const relay = await createRelay({ pool: shop.pool, store: shop.store, bus: shop.bus, source: 'test', logger: silent })
    const concluded = async (): Promise<number> =>
      (await shop.pool.query('SELECT FROM events WHERE stream = $1', [wanted.deadLetterId])).rowCount ?? 0
    const before = await concluded()
    const request = { ...wanted, consumer: shop.group, topic: shop.topic }
    await inTransaction(shop.pool, (client) => requestRedrive(client, shop.store, { request, metadata: cause }))
    await eventually(async () => (await concluded()) > before)
    await relay.stop()
  }

  each('what trying again cannot mend is parked at once', async () => {
    let tries = 0
    await shop.consume({
      handlers: {
        'thing.made': async () => {
          tries += 1
          throw new UnprocessableEvent('there is no such thing')
        },
      },
    })
    await shop.bus.publish(thingMessages(shop.topic, 'thing_1', { count: 1 }))
    await eventually(async () => (await shop.deadLetters()).length === 1)
    assert.deepEqual([tries, (await shop.deadLetters())[0]?.data['attempts']], [2, 1])
  })

  each(
    'broken envelopes, unknown types and versions and events from before the retention are parked; types without a handler are passed by',
    async () => {
      const metrics = createMetrics('test')
      const consumer = await shop.consume({ handlers: { 'thing.made': haveEffect }, metrics: createBusMetrics(metrics) })
      const [good, late, old, odd, strange, unhandled] = thingMessages(shop.topic, 'thing_1', { count: 6 })
      assert.ok(good && late && old && odd && strange && unhandled)
      const ancient = new Date(Date.now() - 200 * 86_400_000).toISOString()
      const change = (message: typeof good, from: RegExp, to: string): typeof good => ({ ...message, value: message.value.replace(from, to) })
      await shop.bus.publish([
        { ...good, value: '{' },
        change(late, /agora:thing.made\/2/, 'agora:thing.made/3'),
        change(old, /"time":"[^"]+"/, `"time":"${ancient}"`),
        change(odd, /"colour"/, '"color"'),
        change(strange, /thing\.made/g, 'somewhere.else'),
        change(unhandled, /thing\.made/g, 'thing.used'),
        good,
      ])
      await effectsAre(['thing_1/1'])
      await eventually(async () => (await consumer.lag()) === 0)
      const errors = (await shop.deadLetters()).map(({ data }) => [data['eventId'], data['error']])
      assert.deepEqual(errors, [
        [null, 'no envelope: NOT_JSON'],
        ['thing_1/2', 'version 3 of thing.made is not known here'],
        ['thing_1/3', 'older than the retention: nobody can tell whether it was handled'],
        ['thing_1/4', 'thing.made lacks colour'],
        ['thing_1/5', 'events of type somewhere.else are not known here'],
      ])
      const page = await metrics.text()
      assert.match(page, /events_processed_total\{[^}]*type="thing.made",outcome="processed"[^}]*\} 1\n/)
      assert.match(page, /events_processed_total\{[^}]*type="other",outcome="skipped"[^}]*\} \d+\n/)
      assert.match(page, /event_lag\{[^}]*\} 0\n/)
    },
  )

  each('an older version is handled in the shape of today', async () => {
    const colours: string[] = []
    await shop.consume({ handlers: { 'thing.made': async (_client, { data }) => void colours.push(data.colour) } })
    const [first] = thingMessages(shop.topic, 'thing_1', { count: 1 })
    assert.ok(first)
    await shop.bus.publish([{ ...first, value: first.value.replace('thing.made/2', 'thing.made/1').replace(',"colour":"red"', '') }])
    await eventually(() => colours.length === 1)
    assert.deepEqual(colours, ['grey'])
  })

  each('while the database is away a consumer waits, and loses and parks nothing', async () => {
    await shop.consume()
    await shop.bus.publish(thingMessages(shop.topic, 'thing_1', { count: 5 }))
    await effectsAre(idsOf('thing_1', 5))
    const allow = (allowed: boolean): Promise<unknown> =>
      withClient(testServerUrl(), async (admin) => {
        await admin.query(`ALTER DATABASE ${shop.database.name} ALLOW_CONNECTIONS ${allowed}`)
        if (!allowed) await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [shop.database.name])
      })
    await allow(false)
    await shop.bus.publish(thingMessages(shop.topic, 'thing_1', { count: 5, from: 6 }))
    await sleep(1000)
    await allow(true)
    await effectsAre(idsOf('thing_1', 10))
    assert.deepEqual(await shop.effects(), idsOf('thing_1', 10))
    assert.deepEqual(await shop.deadLetters(), [])
  })

  each('what a slow database gives up, or does not give a lock for in time, is tried until it is done, and nothing is parked', async () => {
    let tries = 0
    await shop.consume({
      attempts: 1,
      handlers: {
        'thing.made': async (client, event) => {
          tries += 1
          if (tries <= 2) await client.query(`SET LOCAL statement_timeout = '20ms'; SELECT pg_sleep(30)`)
          if (tries <= 4) await client.query(`SET LOCAL lock_timeout = '10ms'; LOCK TABLE effects IN ACCESS EXCLUSIVE MODE`)
          await haveEffect(client, event)
        },
      },
    })
    const holder = await shop.pool.connect()
    await holder.query('BEGIN; LOCK TABLE effects IN ACCESS SHARE MODE')
    await shop.bus.publish(thingMessages(shop.topic, 'thing_1', { count: 1 }))
    await effectsAre(['thing_1/1'])
    await holder.query('ROLLBACK')
    holder.release()
    assert.equal(tries, 5)
    assert.deepEqual(await shop.deadLetters(), [])
  })
}
