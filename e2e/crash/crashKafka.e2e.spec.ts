import assert from 'node:assert/strict'
import { test } from 'node:test'

import { missingForKafka } from '../../tools/kafka/artifacts.ts'
import { figuresOf, reportOf } from './report.ts'
import { runCrash } from './runCrash.ts'

const missing = await missingForKafka()

test('a shop on Kafka that is struck sixteen times loses, doubles and forgets nothing', { skip: missing ?? false }, async () => {
  const run = await runCrash({ seed: 20261126, kills: 16, bus: 'kafka', buyers: 8, leastOrders: 20, restWithinMs: 240_000, tell: () => undefined })
  const report = reportOf(run, {}).join('\n')
  const { blows, orders } = figuresOf(run)
  assert.deepEqual(run.violations, [], report)
  assert.equal(blows, 16, report)
  assert.ok(orders >= 20, report)
})
