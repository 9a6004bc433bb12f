import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { amountMinor, id, key, line, prose, sku, slug, whole } from './fields.ts'

test('a line is trimmed and composed, and counted after that', () => {
  assert.equal(line(1, 5).parse('  Cafe\u0301  '), 'Café')
  assert.deepEqual(
    ['', '   ', 'toolong', 'a\nb', 'a\u0000', '\ud800'].map((text) => line(1, 5).safeParse(text).success),
    [false, false, false, false, false, false],
  )
})

test('prose has line breaks but no other control characters', () => {
  assert.equal(prose(20).parse('one\n\ttwo'), 'one\n\ttwo')
  assert.deepEqual(
    ['x'.repeat(21), 'a\u0007', 'half \udfff'].map((text) => prose(20).safeParse(text).success),
    [false, false, false],
  )
})

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

test('whatever text comes, a line that is accepted can be kept by PostgreSQL as text and as JSON', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const parsed = line(0, 60).safeParse(text)
      if (parsed.success) assert.equal(parsed.data.isWellFormed() && !parsed.data.includes('\u0000'), true)
    }),
  )
})

test('numbers name their bounds', () => {
  const { error } = whole(0, 1_000_000).safeParse(-1)
  assert.equal(error?.issues[0]?.message, 'must be a whole number between 0 and 1,000,000')
  assert.deepEqual([amountMinor.parse('12'), amountMinor.safeParse('1.5').success], [12n, false])
})

test('an id may be of anything, but it is a text that PostgreSQL can be asked for', () => {
  assert.deepEqual(
    ['prd_1', 'nonsense', 'nul\u0000', '\ud800', 'x'.repeat(65)].map((text) => id.safeParse(text).success),
    [true, true, false, false, false],
  )
})
