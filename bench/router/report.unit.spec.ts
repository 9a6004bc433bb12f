import assert from 'node:assert/strict'
import { test } from 'node:test'

import { asFraction, figuresOf } from './report.ts'

const round = (cpuMs: number) => ({ requests: 10, perSecond: 100, p50: 5, p99: 9, failures: 1, cpuMs, calls: 7 })
const which = { workload: 'A', requests: 'unique', query: 'heavy' } as const
const run = (name: string, ...cpuMs: number[]) => ({ name, rounds: cpuMs.map(round), peakMB: 200, hash: 'ab' })

test('puts the median round of each beside that of the reference', () => {
  const [reference, ours] = figuresOf({ ...which, runs: [run('@apollo/gateway', 10, 30, 12), run('agora', 2.4, 1.2, 1.1)] })
  assert.deepEqual([reference?.cpuMs, reference?.share], [12, 1])
  assert.deepEqual([ours?.cpuMs, ours?.share, ours?.failures, ours?.cpuMsOfRounds], [1.2, 0.1, 3, [2.4, 1.2, 1.1]])
})

test('claims no share where the reference did not run', () => {
  assert.equal(figuresOf({ ...which, runs: [run('agora', 1)] })[0]?.share, null)
})

test('writes a share as it is said', () => {
  assert.deepEqual([0.1, 0.069, 1, 2.04, null].map(asFraction), ['1/10.0', '1/14.5', '1.0', '2.0', '–'])
})
