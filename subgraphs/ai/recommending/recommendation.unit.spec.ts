import assert from 'node:assert/strict'
import { test } from 'node:test'

import { isOtherList, topOf, type Recommendation } from './recommendation.ts'

const popular = (productId: string): Recommendation => ({ productId, reason: 'POPULAR', because: null })
const together = (productId: string, because: string): Recommendation => ({ productId, reason: 'BOUGHT_TOGETHER', because })

test('a list is filled up in order, and the first reason for a product stands', () => {
  assert.deepEqual(topOf(3, [together('a', 'x')], [popular('a'), popular('b')], [popular('c'), popular('d')]), [
    together('a', 'x'),
    popular('b'),
    popular('c'),
  ])
})

test('where nothing is known nothing is recommended', () => {
  assert.deepEqual(topOf(3, [], []), [])
})

test('a list is another one when a product or the order is', () => {
  assert.deepEqual(
    [isOtherList(['a', 'b'], ['a', 'b']), isOtherList(['a', 'b'], ['b', 'a']), isOtherList(['a'], ['a', 'b']), isOtherList([], [])],
    [false, true, true, false],
  )
})
