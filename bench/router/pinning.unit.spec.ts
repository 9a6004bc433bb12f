import assert from 'node:assert/strict'
import { test } from 'node:test'

import { coresOf, onRoutersCore } from './pinning.ts'

test('gives the routers the last core and everybody else the rest', () => {
  assert.deepEqual(coresOf(2), { routers: 1, others: '0' })
  assert.deepEqual(coresOf(8), { routers: 7, others: '0-6' })
  assert.equal(coresOf(1), null)
})

test('starts a router on its core where there is one', () => {
  assert.deepEqual(onRoutersCore(coresOf(2), ['router', '--port', '1']), ['taskset', '-c', '1', 'router', '--port', '1'])
  assert.deepEqual(onRoutersCore(null, ['router']), ['router'])
})
