import assert from 'node:assert/strict'
import { test } from 'node:test'

import { nextTry, type NextTryFacts } from './nextTry.ts'

type Again = NonNullable<NextTryFacts['verdict']['again']>

let spent = 0
const facts = (again: Again | undefined, more: Partial<NextTryFacts> = {}, retryAfterMs?: number): NextTryFacts => ({
  verdict: { outcome: 'outage', ...(again === undefined ? {} : { again }), retryAfterMs },
  repeatable: true,
  made: 1,
  most: 3,
  elsewhere: false,
  leftMs: 1000,
  backoffMs: 30,
  spend: () => ((spent += 1), true),
  ...more,
})
const decided = (...given: Parameters<typeof facts>): readonly [number | undefined, number] => {
  spent = 0
  return [nextTry(facts(...given)), spent]
}

test('what may do better is tried again after its pause, which the budget pays', () => {
  for (const again of ['unsent', 'broken', 'late', 'unavailable'] as const) assert.deepEqual(decided(again), [30, 1])
  assert.deepEqual(decided(undefined), [undefined, 0])
  assert.deepEqual(decided('broken', { spend: () => false }), [undefined, 0])
})

test('what must not happen twice is tried again only where nothing was sent', () => {
  for (const again of ['broken', 'late', 'unavailable'] as const) {
    assert.deepEqual(decided(again, { repeatable: false }), [undefined, 0])
    assert.deepEqual(decided(again, { repeatable: false, elsewhere: true }), [undefined, 0])
  }
  assert.deepEqual(decided('unsent', { repeatable: false }), [30, 1])
  assert.deepEqual(decided('unsent', { repeatable: false, elsewhere: true, made: 5 }), [0, 0])
})

test('no more tries than are allowed, and none that would begin after the deadline', () => {
  assert.deepEqual(decided('broken', { made: 3 }), [undefined, 0])
  assert.deepEqual(decided('broken', { leftMs: 30 }), [undefined, 0])
  assert.deepEqual(decided('unsent', { leftMs: 0, elsewhere: true }), [undefined, 0])
})

test('what broke at one replica goes to another at once, the first time', () => {
  assert.deepEqual(decided('broken', { elsewhere: true }), [0, 0])
  assert.deepEqual(decided('broken', { elsewhere: true, made: 2 }), [30, 1])
})

test('a subgraph is left alone for as long as it asks, but another replica of it need not be', () => {
  assert.deepEqual(decided('unavailable', {}, 500), [530, 1])
  assert.deepEqual(decided('unavailable', {}, 2000), [undefined, 0])
  assert.deepEqual(decided('unavailable', { elsewhere: true }, 2000), [30, 1])
})
