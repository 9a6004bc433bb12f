import assert from 'node:assert/strict'

import { collect, fresh, numbered, numbersOf, open, upTo, type BusAddress } from './busUnderTest.ts'

/** A bus that can be taken away and given back. */
export interface Outage {
  begin(): Promise<void>
  end(): Promise<void>
}

/**
 * While the bus is away a publisher is told so; when it is back the same messages may be published again, and a consumer that was there all the time
 * goes on by itself, without a gap.
 */
export async function survivesAnOutage(address: BusAddress, outage: Outage): Promise<void> {
  const bus = await open(address)
  try {
    const topic = fresh('topic')
    await bus.ensureTopics([{ name: topic, partitions: 4 }])
    const reader = await collect(bus, { group: fresh('group'), topics: [topic] })
    await bus.publish(numbered(topic, 'k', { count: 10 }))
    await reader.until((values) => values.length === 10)
    await outage.begin()
    await assert.rejects(bus.publish(numbered(topic, 'k', { count: 10, from: 10 })))
    await outage.end()
    await untilPublished(() => bus.publish(numbered(topic, 'k', { count: 10, from: 10 })))
    await bus.publish(numbered(topic, 'k', { count: 10, from: 20 }))
    await reader.until((values) => values.length === 30, 60_000)
    assert.deepEqual(numbersOf(reader.values(), 'k'), upTo(30))
  } finally {
    await bus.close()
  }
}

async function untilPublished(publish: () => Promise<void>, triesLeft = 20): Promise<void> {
  await publish().catch((error: unknown) => {
    if (triesLeft === 0) throw error
    return untilPublished(publish, triesLeft - 1)
  })
}
