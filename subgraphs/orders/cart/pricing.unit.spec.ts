import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { fail, ok } from '@agora/errors/result.ts'
import type { VariantQuote } from '@agora/rpc/methods/quote.ts'

import type { CartLine } from './cart.ts'
import { priceLine, sellable, subtotalOf, type PricedLine } from './pricing.ts'

const line = (more: Partial<CartLine> = {}): CartLine => ({
  id: 'cln_1',
  currencyCode: 'EUR',
  variantId: 'var_1',
  sku: 'MUG-BLUE',
  quantity: 3,
  shown: { amountMinor: 1000n, currencyCode: 'EUR' },
  version: 1,
  addedAt: new Date(0),
  ...more,
})
const quote = (more: Partial<VariantQuote> = {}): VariantQuote => ({
  variantId: 'var_1',
  sku: 'MUG-BLUE',
  productId: 'prd_1',
  available: 50,
  published: true,
  unitPriceMinor: '1000',
  packedWeightGrams: 400,
  taxCategory: '',
  ...more,
})
const eur = (amountMinor: bigint) => ({ amountMinor, currencyCode: 'EUR' as const })

test('a line costs its price now times its quantity, without a warning while nothing changed', () => {
  assert.deepEqual(priceLine(line(), ok(quote())), { unitPrice: eur(1000n), lineTotal: eur(3000n), available: 50, warnings: [] })
})

test('more pieces than a line may hold are not counted out', () => {
  assert.equal(priceLine(line(), ok(quote({ available: 4211 }))).available, 99)
})

test('another price than the one last shown is warned of, with both', () => {
  const { unitPrice, warnings } = priceLine(line(), ok(quote({ unitPriceMinor: '1250' })))
  assert.deepEqual(unitPrice, eur(1250n))
  assert.deepEqual(warnings, [
    { code: 'PRICE_CHANGED', message: 'The price of MUG-BLUE went from 10.00 to 12.50 EUR', from: eur(1000n), to: eur(1250n) },
  ])
})

test('a price shown in another currency, or none, says nothing about a change', () => {
  const shownBefore = [{ amountMinor: 900n, currencyCode: 'USD' as const }, null]
  assert.deepEqual(
    shownBefore.map((shown) => priceLine(line({ shown }), ok(quote())).warnings),
    [[], []],
  )
})

test('stock is judged by what is wanted: few left, too few, none', () => {
  const codes = (available: number, quantity: number) => priceLine(line({ quantity }), ok(quote({ available }))).warnings.map(({ code }) => code)
  assert.deepEqual([codes(6, 6), codes(5, 5), codes(5, 6), codes(0, 1)], [[], ['LOW_STOCK'], ['INSUFFICIENT_STOCK'], ['INSUFFICIENT_STOCK']])
})

test('a variant that is gone or unpublished is unavailable and has no price', () => {
  const gone = { unitPrice: null, lineTotal: null, available: 0, warnings: [{ code: 'UNAVAILABLE', message: 'MUG-BLUE is no longer sold' }] }
  assert.deepEqual(priceLine(line(), ok(null)), gone)
  assert.deepEqual(priceLine(line(), ok(quote({ published: false }))), gone)
})

test('a variant without a price in the currency of the cart says so, and its stock is still judged', () => {
  const priced = priceLine(line(), ok(quote({ unitPriceMinor: null, available: 2 })))
  assert.deepEqual([priced.unitPrice, priced.lineTotal, priced.available], [null, null, 2])
  assert.deepEqual(
    priced.warnings.map(({ code }) => code),
    ['NOT_PRICED', 'INSUFFICIENT_STOCK'],
  )
})

test('without the catalogue a line has neither price nor stock, and says why', () => {
  const priced = priceLine(line(), fail('unavailable'))
  assert.deepEqual([priced.unitPrice, priced.available, priced.warnings.map(({ code }) => code)], [null, null, ['PRICING_UNAVAILABLE']])
})

test('a subtotal is the exact sum, zero for nothing, and null as soon as one line has no price', () => {
  const priced = (amountMinor: bigint | null): PricedLine => ({
    unitPrice: null,
    lineTotal: amountMinor === null ? null : eur(amountMinor),
    available: null,
    warnings: [],
  })
  assert.deepEqual(subtotalOf('EUR', []), eur(0n))
  assert.equal(subtotalOf('EUR', [priced(5n), priced(null)]), null)
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.bigInt(0n, 2n ** 63n - 1n), fc.integer({ min: 1, max: 99 })), { maxLength: 100 }), (wanted) => {
      const lines = wanted.map(([price, quantity]) => priceLine(line({ quantity }), ok(quote({ unitPriceMinor: price.toString() }))))
      let expected = 0n
      for (const [price, quantity] of wanted) for (let piece = 0; piece < quantity; piece += 1) expected += price
      assert.deepEqual(subtotalOf('EUR', lines), eur(expected))
    }),
  )
})

test('only what is published and priced may be put into a cart', () => {
  const answers = [
    ok(quote()),
    ok(null),
    ok(quote({ published: false })),
    ok(quote({ unitPriceMinor: null })),
    fail('unavailable' as const),
    ok(quote({ available: 0 })),
  ]
  const outcomes = answers.map((answer) => {
    const sold = sellable(answer)
    return sold.ok ? 'sold' : sold.error.code
  })
  assert.deepEqual(outcomes, ['sold', 'VARIANT_UNAVAILABLE', 'VARIANT_UNAVAILABLE', 'NOT_PRICED', 'CATALOGUE_UNAVAILABLE', 'sold'])
})
