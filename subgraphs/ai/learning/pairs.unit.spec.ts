import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { pairsOf, WINDOW } from './pairs.ts'

test('fresh products are paired with each other and with the partners, the smaller id first', () => {
  assert.deepEqual(pairsOf(['c', 'a'], ['b', 'c']), { first: ['a', 'a', 'b'], second: ['b', 'c', 'c'] })
})

test('nothing fresh makes no pair, and one alone makes none', () => {
  assert.deepEqual(pairsOf([], ['a', 'b']), { first: [], second: [] })
  assert.deepEqual(pairsOf(['a'], []), { first: [], second: [] })
})

test('a product is paired with the newest partners alone', () => {
  const partners = Array.from({ length: WINDOW + 5 }, (_, nth) => `p${String(nth).padStart(2, '0')}`)
  assert.deepEqual(pairsOf(['z'], partners).first, partners.slice(5))
})

test('each pair stands once, in ascending order, and a product costs a bounded number of them', () => {
  const ids = fc.uniqueArray(fc.integer({ min: 0, max: 200 }).map(String), { maxLength: 60 })
  fc.assert(
    fc.property(ids, ids, (fresh, partners) => {
      const { first, second } = pairsOf(fresh, partners)
      const texts = first.map((one, nth) => `${one} ${second[nth]}`)
      assert.equal(new Set(texts).size, texts.length)
      assert.ok(first.every((one, nth) => one < (second[nth] ?? '')))
      assert.ok(first.every((one, nth) => nth === 0 || (first[nth - 1] ?? '') <= one))
      assert.ok(texts.length <= fresh.length * WINDOW)
    }),
  )
})
