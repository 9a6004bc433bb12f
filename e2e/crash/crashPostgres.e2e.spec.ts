import assert from 'node:assert/strict'
import { test } from 'node:test'

import { figuresOf, reportOf } from './report.ts'
import { runCrash } from './runCrash.ts'

test('a shop on the embedded bus that is struck twenty times loses, doubles and forgets nothing', async () => {
  const run = await runCrash({ seed: 20261125, kills: 20, bus: 'postgres', buyers: 8, leastOrders: 20, restWithinMs: 240_000, tell: () => undefined })
  const report = reportOf(run, {}).join('\n')
  const { blows, orders } = figuresOf(run)
  assert.deepEqual(run.violations, [], report)
  assert.equal(blows, 20, report)
  assert.ok(orders >= 20, report)
})
