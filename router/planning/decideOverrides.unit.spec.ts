import assert from 'node:assert/strict'
import { test } from 'node:test'

import { decideOverrides, percentageOf } from './decideOverrides.ts'

const nobody = (): ReadonlySet<string> => new Set()

test('a viewer always sees the same side, and stays on the new one as the percentage grows', async () => {
  const reached = ['percent(0)', 'percent(10)', 'percent(50.5)', 'percent(100)']
  for (let viewer = 0; viewer < 200; viewer++) {
    const grounds = { key: `viewer-${viewer}`, decide: nobody }
    const held = await decideOverrides(reached, grounds)
    assert.deepEqual(await decideOverrides(reached, grounds), held)
    assert.deepEqual([held.has('percent(0)'), held.has('percent(100)')], [false, true])
    if (held.has('percent(10)')) assert.ok(held.has('percent(50.5)'))
  }
})

test('a percentage is the share of viewers who see the new side', async () => {
  let held = 0
  for (let viewer = 0; viewer < 10_000; viewer++) held += (await decideOverrides(['percent(12.5)'], { key: `v${viewer}`, decide: nobody })).size
  assert.ok(Math.abs(held - 1250) < 150, `${held} of 10000`)
})

test('who decides about other labels is asked for those that the operation reaches, and cannot add any', async () => {
  const asked: string[][] = []
  const held = await decideOverrides(['beta', 'gamma', 'percent(100)'], {
    key: 'v',
    decide: async (labels) => {
      asked.push([...labels])
      return new Set(['beta', 'percent(0)', 'delta'])
    },
  })
  assert.deepEqual(asked, [['beta', 'gamma']])
  assert.deepEqual(held, new Set(['beta', 'percent(100)']))
})

test('nobody is asked where no such label is reached', async () => {
  const decide = (): never => assert.fail('asked')
  assert.deepEqual(await decideOverrides([], { key: 'v', decide }), new Set())
  assert.deepEqual(await decideOverrides(['percent(100)'], { key: 'v', decide }), new Set(['percent(100)']))
})

test('only what composition accepts is a percentage', () => {
  assert.deepEqual(['percent(5)', 'percent(0.00000001)', 'percent()', 'percent(a)', 'Percent(5)', 'percent(5) '].map(percentageOf), [
    5,
    0.000_000_01,
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})
