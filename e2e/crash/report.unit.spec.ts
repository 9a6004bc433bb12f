import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { Struck } from './blows/strike.ts'
import { isUndisturbed } from './report.ts'

const struck = (target: string, [from, until]: readonly [number, number], takeoverMs?: number): Struck => ({
  blow: { moment: { kind: 'after', ms: 0 }, target, how: 'kill', forMs: 0 },
  from,
  until,
  inTime: true,
  takeoverMs,
  backMs: undefined,
})

test('a takeover counts where whoever takes over, and the database, are whole until it is done', () => {
  const one = struck('orders-1', [1000, 9000], 300)
  assert.ok(isUndisturbed(one, [one, struck('payments', [900, 2000]), struck('orders-2', [1400, 5000]), struck('database', [100, 900])]))
  assert.ok(!isUndisturbed(one, [one, struck('orders-2', [500, 1200])]))
  assert.ok(!isUndisturbed(one, [one, struck('database', [1200, 1250])]))
})
