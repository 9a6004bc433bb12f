import assert from 'node:assert/strict'
import { test } from 'node:test'

import { fail, ok } from '@agora/errors/result.ts'

import { createQuotes, type AskQuotes } from './quotes.ts'

const quoteOf = (variantId: string) => ({
  variantId,
  sku: variantId,
  productId: 'prd',
  available: 1,
  published: true,
  unitPriceMinor: '1',
  packedWeightGrams: 400,
  taxCategory: '',
})

function scripted(answer: AskQuotes): { calls: string[]; ask: AskQuotes } {
  const calls: string[] = []
  return {
    calls,
    ask: (variantIds, currencyCode) => {
      calls.push(`${currencyCode} ${variantIds.length}`)
      return answer(variantIds, currencyCode)
    },
  }
}

test('what is asked in one breath is one call a currency, and nothing is asked twice', async () => {
  const { calls, ask } = scripted(async (ids) => ok(ids.map(quoteOf)))
  const quotes = createQuotes(ask)
  await Promise.all([quotes.of('a', 'EUR'), quotes.of('b', 'EUR'), quotes.of('a', 'EUR'), quotes.of('a', 'USD')])
  await quotes.of('b', 'EUR')
  assert.deepEqual(calls, ['EUR 2', 'USD 1'])
})

test('more variants than one call may hold are asked in several', async () => {
  const { calls, ask } = scripted(async (ids) => ok(ids.map(quoteOf)))
  const quotes = createQuotes(ask)
  const answers = await Promise.all(Array.from({ length: 201 }, (_, nth) => quotes.of(`v${nth}`, 'EUR')))
  assert.deepEqual(calls, ['EUR 100', 'EUR 100', 'EUR 1'])
  assert.deepEqual(
    answers.map((answer) => answer.ok && answer.value?.variantId),
    Array.from({ length: 201 }, (_, nth) => `v${nth}`),
  )
})

test('an unknown variant is answered with null, an outage as a failure of every variant', async () => {
  const partly = createQuotes(async (ids) => ok(ids.filter((id) => id !== 'gone').map(quoteOf)))
  assert.deepEqual(await Promise.all([partly.of('gone', 'EUR'), partly.of('a', 'EUR')]), [ok(null), ok(quoteOf('a'))])
  const out = createQuotes(async () => fail('unavailable'))
  assert.deepEqual(await Promise.all([out.of('a', 'EUR'), out.of('b', 'EUR')]), [fail('unavailable'), fail('unavailable')])
})
