import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createChance } from './random.ts'

const drawn = (seed: number): number[] => Array.from({ length: 5 }, createChance(seed).draw)

test('a seed draws the same numbers again, and another seed others', () => {
  assert.deepEqual(drawn(7), drawn(7))
  assert.notDeepEqual(drawn(7), drawn(8))
})

test('a part draws the same, whatever was drawn before', () => {
  const chance = createChance(7)
  const first = chance.child(3).draw()
  chance.draw()
  assert.equal(chance.child(3).draw(), first)
  assert.notEqual(chance.child(4).draw(), first)
})

test('weights decide how often each is drawn, and what weighs nothing is never drawn', () => {
  const chance = createChance(1)
  const counts = { often: 0, seldom: 0, never: 0 }
  for (let nth = 0; nth < 1000; nth += 1) counts[chance.weighted({ often: 9, seldom: 1, never: 0 })] += 1
  assert.equal(counts.never, 0)
  assert.ok(counts.often > 850 && counts.seldom > 50, JSON.stringify(counts))
})

test('shuffling keeps every one', () => {
  assert.deepEqual(createChance(5).shuffled([1, 2, 3, 4, 5]).toSorted(), [1, 2, 3, 4, 5])
})
