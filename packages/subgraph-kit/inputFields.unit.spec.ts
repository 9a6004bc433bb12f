import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { line, prose, version, whole } from './inputFields.ts'

test('a line is trimmed and composed, and counted after that', () => {
  assert.equal(line(1, 5).parse('  Cafe\u0301  '), 'Café')
  assert.deepEqual(
    ['', '   ', 'toolong', 'a\nb', 'a\u0000', '\ud800'].map((text) => line(1, 5).safeParse(text).success),
    [false, false, false, false, false, false],
  )
})

test('length is counted in characters, as PostgreSQL does, not in halves of surrogate pairs', () => {
  assert.deepEqual(
    ['🏺🏺', '🏺🏺🏺'].map((text) => line(1, 2).safeParse(text).success),
    [true, false],
  )
})

test('marks that turn the direction of a text are refused, in a line and in prose', () => {
  for (const mark of ['\u202a', '\u202e', '\u2066', '\u2069']) {
    assert.deepEqual([line(1, 9).safeParse(`a${mark}b`).success, prose(9).safeParse(`a${mark}b`).success], [false, false])
  }
})

test('prose has line breaks but no other control characters', () => {
  assert.equal(prose(20).parse('one\n\ttwo'), 'one\n\ttwo')
  assert.deepEqual(
    ['x'.repeat(21), 'a\u0007', 'half \udfff'].map((text) => prose(20).safeParse(text).success),
    [false, false, false],
  )
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
  assert.deepEqual(
    [0, 1, 2 ** 31 - 1, 2 ** 31, 1.5].map((given) => version.safeParse(given).success),
    [false, true, true, false, false],
  )
})
