import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { collect, fresh, numbered, open } from '../testing/busUnderTest.ts'
import { kafkaBrokers, noKafka } from '../testing/kafkaBrokers.ts'

const WARM_UP_MS = 2000
const WATCHED_MS = 4000

test('a consumer that has nothing to do costs less than one per cent of a core', { skip: noKafka }, async () => {
  const bus = await open({ kafkaBrokers })
  const topic = fresh('topic')
  await bus.ensureTopics([{ name: topic, partitions: 8 }])
  const reader = await collect(bus, { group: fresh('group'), topics: [topic] })
  await bus.publish(numbered(topic, 'k', { count: 1 }))
  await reader.until((values) => values.length === 1)
  await sleep(WARM_UP_MS)
  const before = process.cpuUsage()
  await sleep(WATCHED_MS)
  const { user, system } = process.cpuUsage(before)
  await bus.close()
  const share = (user + system) / 1000 / WATCHED_MS
  assert.ok(share < 0.01, `it took ${(share * 100).toFixed(2)} % of a core`)
})
