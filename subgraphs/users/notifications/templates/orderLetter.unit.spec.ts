import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { OrderFacts } from '../facts.ts'
import { languages } from '../language.ts'
import { orderLetter, orderNote } from './orderLetter.ts'

const facts: readonly OrderFacts[] = [
  { template: 'order-confirmed', orderNumber: 'A-1001', pieces: 3, amountMinor: '123450', currency: 'EUR' },
  { template: 'order-cancelled', orderNumber: 'A-1001', code: 'BUYER' },
  { template: 'payment-declined', amountMinor: '4250', currency: 'USD' },
  { template: 'order-shipped', orderNumber: 'A-1001', pieces: 1, carrier: 'DHL', trackingNumber: '00340' },
  { template: 'order-refunded', orderNumber: 'A-1001', amountMinor: '999', currency: 'EUR' },
]
const [confirmed] = facts

test('writes every letter in every language, by name, and no two alike', () => {
  const letters = languages.flatMap((language) => facts.map((fact) => orderLetter(fact, { name: 'Ann', language, viewToken: null })))
  assert.deepEqual(
    letters.map(({ kind, token }) => [kind, token]),
    [...facts, ...facts].map(({ template }) => [template, null]),
  )
  assert.equal(new Set(letters.map(({ subject }) => subject)).size, 10)
  assert.equal(letters.filter(({ body }) => /^(Hello|Guten Tag) Ann,\n\n\S/.test(body)).length, 10)
})

test('writes amounts and numbers of pieces as the language does', () => {
  assert.ok(confirmed)
  const body = (language: 'en' | 'de'): string => orderLetter(confirmed, { name: 'Ann', language, viewToken: null }).body
  assert.match(body('en'), /3 pieces, €1,234\.50 in all/)
  assert.match(body('de'), /3 Stück, insgesamt 1\.234,50\s€/)
})

test('an amount that a float would round is written to the last cent', () => {
  const note = orderNote({ template: 'order-refunded', orderNumber: 'A-1', amountMinor: '9007199254740993', currency: 'EUR' }, 'en')
  assert.match(note.body, /€90,071,992,547,409\.93/)
})

test('only a guest is shown the way in, and the token is what the development inbox hands on', () => {
  assert.ok(confirmed)
  const letter = orderLetter(confirmed, { name: 'Ann', language: 'en', viewToken: 'signed.token' })
  assert.equal(letter.token, 'signed.token')
  assert.match(letter.body, /orderByViewToken\(token: "signed\.token"\)/)
})

test('a note is one line without name and token, with the tracking number', () => {
  const shipped = facts[3]
  assert.ok(shipped)
  assert.deepEqual(orderNote(shipped, 'en'), {
    kind: 'order-shipped',
    subject: 'Order A-1001 is on its way',
    body: 'A parcel with 1 piece left with DHL. Tracking number: 00340',
    token: null,
  })
})
