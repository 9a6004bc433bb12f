import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import type { EventBus } from '../bus.ts'
import { collect, eventually, fresh, numbered, numbersOf, open, SESSION_MS, upTo, type BusAddress } from './busUnderTest.ts'

/** What every adapter must hold; called by the spec of each. */
export function busContract(address: BusAddress): void {
  const buses: EventBus[] = []
  const opened = async (): Promise<EventBus> => {
    const bus = await open(address)
    buses.push(bus)
    return bus
  }
  const withTopic = async (partitions = 8): Promise<{ bus: EventBus; topic: string; group: string }> => {
    const [bus, topic, group] = [await opened(), fresh('topic'), fresh('group')]
    await bus.ensureTopics([{ name: topic, partitions }])
    return { bus, topic, group }
  }
  after(() => Promise.all(buses.map((bus) => bus.close())))

  test('messages of a key arrive in the order in which they were published, whole, with offsets that grow', async () => {
    const { bus, topic, group } = await withTopic()
    const keys = upTo(5).map((number) => `key${number}`)
    const createdAt = new Date('2026-11-20T10:00:00.123Z')
    for (const round of upTo(4))
      await bus.publish(keys.flatMap((key) => numbered(topic, key, { count: 25, from: round * 25 }).map((message) => ({ ...message, createdAt }))))
    const reader = await collect(bus, { group, topics: [topic], maxBatch: 7 })
    await reader.until((values) => values.length === 500)
    for (const key of keys) assert.deepEqual(numbersOf(reader.values(), key), upTo(100))
    for (const partition of upTo(8)) {
      const offsets = reader.seen.filter((message) => message.partition === partition).map(({ offset }) => Number(offset))
      assert.deepEqual(
        offsets,
        offsets.toSorted((a, b) => a - b),
      )
    }
    assert.equal(new Set(reader.seen.filter(({ key }) => key === 'key0').map(({ partition }) => partition)).size, 1)
    assert.deepEqual(new Set(reader.seen.map((message) => message.createdAt.toISOString())), new Set([createdAt.toISOString()]))
  })

  test('no batch is larger than was asked for, and of one partition there is one at a time', async () => {
    const { bus, topic, group } = await withTopic(2)
    await bus.publish(upTo(8).flatMap((number) => numbered(topic, `key${number}`, { count: 10 })))
    const [sizes, busy, clashes] = [[] as number[], new Set<number>(), [] as number[]]
    const reader = await collect(bus, {
      group,
      topics: [topic],
      maxBatch: 6,
      handle: async ({ partition, messages }) => {
        if (busy.has(partition)) clashes.push(partition)
        busy.add(partition)
        sizes.push(messages.length)
        await sleep(5)
        busy.delete(partition)
      },
    })
    await reader.until((values) => values.length === 80)
    assert.ok(Math.max(...sizes) <= 6)
    assert.deepEqual(clashes, [])
  })

  test('many large messages of one key are published at once', async () => {
    const { bus, topic, group } = await withTopic()
    const padding = 'x'.repeat(200_000)
    await bus.publish(numbered(topic, 'k', { count: 12 }).map((message) => ({ ...message, value: `${message.value}:${padding}` })))
    const reader = await collect(bus, { group, topics: [topic] })
    await reader.until((values) => values.length === 12)
    assert.deepEqual(
      reader.values().map((value) => value.slice(0, 4).replace(/:$/, '')),
      upTo(12).map((number) => `k:${number}`),
    )
  })

  test('each group sees everything', async () => {
    const { bus, topic } = await withTopic()
    const readers = await Promise.all([collect(bus, { group: fresh('a'), topics: [topic] }), collect(bus, { group: fresh('b'), topics: [topic] })])
    await bus.publish(numbered(topic, 'k', { count: 30 }))
    for (const reader of readers) {
      await reader.until((values) => values.length === 30)
      assert.deepEqual(numbersOf(reader.values(), 'k'), upTo(30))
    }
  })

  test('a rejected batch comes again, nothing of its partition overtakes it, and other partitions flow', async () => {
    const { bus, topic, group } = await withTopic()
    await bus.publish([...numbered(topic, 'good', { count: 10 }), ...numbered(topic, 'bad', { count: 10 })])
    let rejections = 0
    const reader = await collect(bus, {
      group,
      topics: [topic],
      maxBatch: 5,
      handle: async ({ messages }) => {
        if (messages.some(({ value }) => value === 'bad:0') && rejections < 3) {
          rejections += 1
          throw new Error('not now')
        }
      },
    })
    await reader.until((values) => numbersOf(values, 'good').length === 10)
    await reader.until((values) => values.length === 20)
    assert.equal(rejections, 3)
    assert.deepEqual(numbersOf(reader.values(), 'bad'), upTo(10))
  })

  test('a group that comes back goes on behind what it has handled', async () => {
    const { bus, topic, group } = await withTopic()
    await bus.publish(numbered(topic, 'k', { count: 10 }))
    const first = await collect(bus, { group, topics: [topic] })
    await first.until((values) => values.length === 10)
    await first.stop()
    await bus.publish(numbered(topic, 'k', { count: 10, from: 10 }))
    const second = await collect(await opened(), { group, topics: [topic] })
    await second.until((values) => values.length === 10)
    assert.deepEqual(numbersOf(second.values(), 'k'), upTo(20).slice(10))
  })

  test('stopping finishes and commits the batch in hand', async () => {
    const { bus, topic, group } = await withTopic(1)
    await bus.publish(numbered(topic, 'k', { count: 4 }))
    const started = Promise.withResolvers<void>()
    const first = await collect(bus, {
      group,
      topics: [topic],
      maxBatch: 2,
      handle: async () => {
        started.resolve()
        await sleep(200)
      },
    })
    await started.promise
    await first.stop()
    assert.deepEqual(numbersOf(first.values(), 'k'), upTo(2))
    const second = await collect(bus, { group, topics: [topic] })
    await second.until((values) => values.length === 2)
    assert.deepEqual(numbersOf(second.values(), 'k'), [2, 3])
  })

  test('lag counts exactly what the group has not handled yet', async () => {
    const { bus, topic, group } = await withTopic()
    await bus.publish(upTo(4).flatMap((number) => numbered(topic, `key${number}`, { count: 10 })))
    const gate = Promise.withResolvers<void>()
    const reader = await collect(bus, { group, topics: [topic], handle: () => gate.promise })
    assert.equal(await reader.lag(), 40)
    gate.resolve()
    await eventually(async () => (await reader.lag()) === 0)
    assert.equal(reader.values().length, 40)
    await reader.stop()
    await bus.publish(numbered(topic, 'key0', { count: 3 }))
    assert.equal(await reader.lag(), 3)
  })

  test('a second and a third member join and one leaves while messages flow: none is lost, none overtakes another of its key', async () => {
    const { bus, topic, group } = await withTopic()
    const seen: string[] = []
    const join = async (): Promise<Awaited<ReturnType<typeof collect>>> =>
      collect(await opened(), {
        group,
        topics: [topic],
        maxBatch: 10,
        handle: async ({ messages, signal }) => {
          await sleep(3)
          // A member whose partition was taken away has no effect any more.
          if (!signal.aborted) seen.push(...messages.map(({ value }) => value))
        },
      })
    const keys = upTo(16).map((number) => `key${number}`)
    const members = [await join()]
    const joins = new Map([
      [10, async () => void members.push(await join())],
      [25, async () => void members.push(await join())],
      [40, async () => members[0]?.stop()],
    ])
    const moves: Promise<unknown>[] = []
    for (const round of upTo(60)) {
      moves.push(joins.get(round)?.() ?? Promise.resolve())
      await bus.publish(keys.flatMap((key) => numbered(topic, key, { count: 5, from: round * 5 })))
      await sleep(20)
    }
    await Promise.all(moves)
    await eventually(() => new Set(seen).size === 16 * 300)
    const firsts = [...new Set(seen)]
    for (const key of keys) assert.deepEqual(numbersOf(firsts, key), upTo(300))
    assert.ok(members.every((member) => member.values().length > 0))
    await Promise.all(members.map((member) => member.stop()))
  })

  test('what a killed process had in hand is handed over', async () => {
    const { bus, topic, group } = await withTopic()
    const order = JSON.stringify({ address, group, topic })
    const child = fork(join(import.meta.dirname, 'member.ts'), [order], { execArgv: ['--disable-warning=ExperimentalWarning'] })
    const seen: string[] = []
    child.on('message', (values) => seen.push(...(values as string[])))
    await eventually(async () => {
      await bus.publish(numbered(topic, 'warm', { count: 1, from: seen.length }))
      return seen.length > 0
    })
    const reader = await collect(bus, { group, topics: [topic], maxBatch: 5 })
    const keys = upTo(16).map((number) => `key${number}`)
    const publishing = (async () => {
      for (const round of upTo(20)) await bus.publish(keys.flatMap((key) => numbered(topic, key, { count: 5, from: round * 5 })))
    })()
    await sleep(100)
    child.kill('SIGKILL')
    await once(child, 'exit')
    await publishing
    await eventually(() => new Set([...seen, ...reader.values()]).size >= 16 * 100 + 1 && keys.every((key) => has(key)))
    function has(key: string): boolean {
      return new Set(numbersOf([...seen, ...reader.values()], key)).size === 100
    }
    // Each alone kept the order of every key.
    for (const key of keys) {
      const own = numbersOf(reader.values(), key)
      assert.deepEqual(
        own,
        own.toSorted((a, b) => a - b),
      )
    }
    await reader.stop()
  })

  test('a frozen process is replaced, and when it wakes its old place is not taken back', async () => {
    const { bus, topic, group } = await withTopic()
    const order = JSON.stringify({ address, group, topic })
    const child = fork(join(import.meta.dirname, 'member.ts'), [order], { execArgv: ['--disable-warning=ExperimentalWarning'] })
    const heard = once(child, 'message')
    await bus.publish(upTo(8).flatMap((number) => numbered(topic, `key${number}`, { count: 50 })))
    await heard
    child.kill('SIGSTOP')
    const reader = await collect(bus, { group, topics: [topic] })
    await eventually(async () => (await reader.lag()) === 0)
    child.kill('SIGCONT')
    await sleep(SESSION_MS)
    child.kill('SIGKILL')
    await once(child, 'exit')
    assert.equal(await reader.lag(), 0)
    const before = reader.seen.length
    await bus.publish(upTo(8).flatMap((number) => numbered(topic, `key${number}`, { count: 1, from: 50 })))
    await eventually(async () => (await reader.lag()) === 0)
    assert.ok(reader.seen.length >= before)
    await reader.stop()
  })

  test('topics may be made by several at once and again', async () => {
    const [a, b] = [await opened(), await opened()]
    const wanted = [{ name: fresh('topic'), partitions: 3 }]
    await Promise.all([a.ensureTopics(wanted), b.ensureTopics(wanted)])
    await a.ensureTopics(wanted)
    await a.publish(numbered(wanted[0]?.name ?? '', 'k', { count: 1 }))
  })

  test('publishing to a topic that does not exist rejects', async () => {
    const bus = await opened()
    await assert.rejects(bus.publish(numbered(fresh('absent'), 'k', { count: 1 })))
  })

  test('every client of a bus gives it the same identity', async () => {
    const identities = await Promise.all([await opened(), await opened()].map((bus) => bus.identity()))
    assert.equal(identities[0], identities[1])
    assert.match(identities[0] ?? '', /^[\w-]{16,40}$/)
  })

  test('a subscription may wait in vain for longer than its session and is still heard', async () => {
    const { bus, topic, group } = await withTopic()
    const reader = await collect(bus, { group, topics: [topic] })
    await sleep(SESSION_MS * 2)
    await bus.publish(numbered(topic, 'k', { count: 1 }))
    await reader.until((values) => values.length === 1, 5000)
  })
}
