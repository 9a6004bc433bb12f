import assert from 'node:assert/strict'
import { test } from 'node:test'

import { newId } from '@agora/ids/typeId.ts'

import { addCartItemInput, mergeCartInput, readCartInput, updateCartLineInput } from './inputs.ts'

const variantId = newId('Variant')
const lineId = newId('CartLine')

test('a quantity is a whole number from 1 to 99', () => {
  const given = (quantity: unknown): unknown => readCartInput(addCartItemInput, { variantId, quantity, currencyCode: 'USD' })
  for (const quantity of [1, 99]) assert.deepEqual(given(quantity), { ok: true, value: { variantId, quantity, currencyCode: 'USD' } })
  const refusal = { code: 'INVALID_INPUT', message: '`quantity` must be a whole number between 1 and 99', field: ['input', 'quantity'] }
  for (const quantity of [-1, 0, 100, 1.5, Number.NaN, Infinity, 2 ** 31, '3']) assert.deepEqual(given(quantity), { ok: false, error: refusal })
})

test('an id of another kind, or of no kind, is refused', () => {
  const given = (id: string): unknown => readCartInput(addCartItemInput, { variantId: id, quantity: 1, currencyCode: 'USD' })
  const refusal = { code: 'INVALID_INPUT', message: '`variantId` is not the id of a variant', field: ['input', 'variantId'] }
  for (const id of [newId('Product'), '', 'var_', `${variantId}0`, variantId.toUpperCase(), '__proto__', "' or 1=1 --"]) {
    assert.deepEqual(given(id), { ok: false, error: refusal })
  }
})

test('a version that cannot be is refused before the database is asked', () => {
  const given = (expectedVersion: number): boolean => readCartInput(updateCartLineInput, { lineId, quantity: 1, expectedVersion }).ok
  assert.deepEqual([-1, 0, 1, 2 ** 31 - 1, 2 ** 31].map(given), [false, false, true, true, false])
})

test('an idempotency key has 8 to 128 printable characters, a token at most 4096', () => {
  const key = (idempotencyKey: string): boolean => readCartInput(mergeCartInput, { guestToken: 't', idempotencyKey }).ok
  assert.deepEqual(['1234567', '12345678', 'k'.repeat(128), 'k'.repeat(129), 'with space', 'ключ-ключ', 'line\nbreak'].map(key), [
    false,
    true,
    true,
    false,
    false,
    false,
    false,
  ])
  const token = (guestToken: string): boolean => readCartInput(mergeCartInput, { guestToken, idempotencyKey: '12345678' }).ok
  assert.deepEqual(['', 't'.repeat(4096), 't'.repeat(4097)].map(token), [false, true, false])
})
