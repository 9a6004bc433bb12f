import assert from 'node:assert/strict'
import { test } from 'node:test'

import { amountMinor, id, key, sku, slug } from './fields.ts'

test('slugs, SKUs and keys are plain: no look-alikes, no names that objects inherit by underscores', () => {
  const good: [typeof slug, string[]][] = [
    [slug, ['a', 'linen-apron-2']],
    [sku, ['A', 'AP.RON_1-x']],
    [key, ['colour', 'a_1']],
  ]
  const bad: [typeof slug, string[]][] = [
    [slug, ['', '-a', 'a-', 'a--b', 'A', 'аpron', 'a b', 'x'.repeat(121)]],
    [sku, ['', '-A', 'A B', 'Ａ', 'x'.repeat(65)]],
    [key, ['', '__proto__', '_a', '1a', 'A', 'x'.repeat(41)]],
  ]
  for (const [shape, texts] of good) for (const text of texts) assert.equal(shape.safeParse(text).success, true, text)
  for (const [shape, texts] of bad) for (const text of texts) assert.equal(shape.safeParse(text).success, false, text)
})

test('an id may be of anything, but it is a text that PostgreSQL can be asked for', () => {
  assert.deepEqual(
    ['prd_1', 'nonsense', 'nul\u0000', '\ud800', 'x'.repeat(65)].map((text) => id.safeParse(text).success),
    [true, true, false, false, false],
  )
})

test('an amount is a whole number of minor units', () => {
  assert.deepEqual([amountMinor.parse('12'), amountMinor.safeParse('1.5').success], [12n, false])
})
