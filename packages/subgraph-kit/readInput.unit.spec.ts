import assert from 'node:assert/strict'
import { test } from 'node:test'

import { z } from 'zod'

import { line, whole } from './inputFields.ts'
import { readArguments, readInput } from './readInput.ts'

const shape = z.object({ lines: z.array(z.object({ name: line(1, 3), quantity: whole(1, 9) })) })

test('an input that fits is answered as it was read', () => {
  assert.deepEqual(readInput(shape, { lines: [{ name: ' cup ', quantity: 2 }] }), { ok: true, value: { lines: [{ name: 'cup', quantity: 2 }] } })
})

test('every fault has a sentence and the path of its field', () => {
  assert.deepEqual(readInput(shape, { lines: [{ name: 'kettle', quantity: 0 }] }), {
    ok: false,
    error: [
      { message: '`lines.0.name` must have 1–3 characters', field: ['input', 'lines', '0', 'name'] },
      { message: '`lines.0.quantity` must be a whole number between 1 and 9', field: ['input', 'lines', '0', 'quantity'] },
    ],
  })
})

test('a hundred faults are listed, however many there are', () => {
  const read = readInput(
    z.array(whole(1, 9)),
    Array.from({ length: 300 }, () => 0),
  )
  assert.equal(read.ok ? 0 : read.error.length, 100)
})

test('arguments that do not fit are a BAD_USER_INPUT that names the first of them', () => {
  assert.throws(() => readArguments(z.object({ first: whole(1, 9), text: line(1, 3) }), { first: 10, text: '' }), {
    message: '`first` must be a whole number between 1 and 9',
    extensions: { code: 'BAD_USER_INPUT' },
  })
})
