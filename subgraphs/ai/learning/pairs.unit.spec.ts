import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { pairsOf } from './pairs.ts'

test('fresh products are paired with each other and with the partners, the smaller id first', () => {
  assert.deepEqual(pairsOf(['c', 'a'], ['b', 'c']), { first: ['a', 'a', 'b'], second: ['b', 'c', 'c'] })
})

test('nothing fresh makes no pair, and one alone makes none', () => {
  assert.deepEqual(pairsOf([], ['a', 'b']), { first: [], second: [] })
  assert.deepEqual(pairsOf(['a'], []), { first: [], second: [] })
})

test('each pair stands once, in ascending order, and never pairs a product with itself', () => {
  const ids = fc.uniqueArray(fc.constantFrom(...'abcdefghij'), { maxLength: 8 })
  fc.assert(
    fc.property(ids, ids, (fresh, partners) => {
      const { first, second } = pairsOf(fresh, partners)
      const texts = first.map((one, nth) => `${one} ${second[nth]}`)
      assert.deepEqual(texts, [...new Set(texts)].toSorted())
      assert.ok(first.every((one, nth) => one < (second[nth] ?? '')))
      const outside = partners.filter((partner) => !fresh.includes(partner)).length
      assert.equal(texts.length, (fresh.length * (fresh.length - 1)) / 2 + fresh.length * outside)
    }),
  )
})
