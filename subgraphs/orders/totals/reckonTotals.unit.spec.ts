import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { Basket, BasketLine, TaxRule } from './basket.ts'
import { reckonTotals } from './reckonTotals.ts'
import type { Totals } from './totals.ts'

const germany: TaxRule = { code: 'DE-STANDARD', ratePpm: 190_000, inclusive: true, rounding: 'HALF_UP', roundedPer: 'ORDER' }
const newYork: TaxRule = { code: 'US-NY', ratePpm: 88_750, inclusive: false, rounding: 'HALF_UP', roundedPer: 'LINE' }

const line = (lineId: string, unitPriceMinor: bigint, { quantity = 1, tax = null }: Partial<BasketLine> = {}): BasketLine => ({
  lineId,
  quantity,
  unitPriceMinor,
  tax,
})

function reckon(basket: Partial<Basket>): Totals {
  const totals = reckonTotals({ currencyCode: 'EUR', lines: [], discounts: [], shipping: null, ...basket })
  assert.ok(totals.ok)
  return totals.value
}

const amounts = ({ linesMinor, discountMinor, shippingMinor, taxMinor, totalMinor }: Totals): bigint[] => [
  linesMinor,
  discountMinor,
  shippingMinor,
  taxMinor,
  totalMinor,
]
const recorded = ({ steps }: Totals): string[] => steps.map(({ kind, code, lineId, amountMinor }) => `${kind} ${code} ${lineId} ${amountMinor}`)

test('a tax that prices contain is shown and adds nothing', () => {
  const totals = reckon({ lines: [line('a', 11_900n, { tax: germany })], shipping: { code: 'STANDARD', amountMinor: 490n, tax: germany } })
  assert.deepEqual(amounts(totals), [11_900n, 0n, 490n, 1978n, 12_390n])
  assert.deepEqual(recorded(totals), ['LINES PRICE a 11900', 'SHIPPING STANDARD null 490', 'TAX DE-STANDARD a 1900', 'TAX DE-STANDARD null 78'])
})

test('a tax that prices do not contain is added after discounts', () => {
  const totals = reckon({
    lines: [line('a', 1000n, { quantity: 2, tax: newYork })],
    discounts: [{ code: 'TENTH', off: { ppm: 100_000 }, lineIds: null }],
    shipping: { code: 'STANDARD', amountMinor: 500n, tax: null },
  })
  assert.deepEqual(amounts(totals), [2000n, 200n, 500n, 160n, 2460n])
})

test('rounding per line and per order differ, and each is what its rule says', () => {
  const lines = (tax: TaxRule): BasketLine[] => ['a', 'b', 'c'].map((id) => line(id, 105n, { tax }))
  const rule: TaxRule = { code: 'TEN', ratePpm: 100_000, inclusive: false, rounding: 'HALF_UP', roundedPer: 'LINE' }
  // 10.5 each: 11 + 11 + 11 by line, 31.5 -> 32 for the order.
  assert.equal(reckon({ lines: lines(rule) }).taxMinor, 33n)
  assert.equal(reckon({ lines: lines({ ...rule, rounding: 'HALF_EVEN' }) }).taxMinor, 30n)
  assert.equal(reckon({ lines: lines({ ...rule, roundedPer: 'ORDER' }) }).taxMinor, 32n)
  assert.equal(reckon({ lines: lines({ ...rule, roundedPer: 'ORDER', rounding: 'HALF_EVEN' }) }).taxMinor, 32n)
})

test('lines of different rules are taxed each by its own', () => {
  const books: TaxRule = { ...germany, code: 'DE-REDUCED', ratePpm: 70_000 }
  const totals = reckon({ lines: [line('a', 11_900n, { tax: germany }), line('b', 10_700n, { tax: books }), line('c', 500n)] })
  assert.deepEqual(
    totals.steps.filter(({ kind }) => kind === 'TAX').map(({ code, ratePpm, amountMinor, included }) => [code, ratePpm, amountMinor, included]),
    [
      ['DE-STANDARD', 190_000, 1900n, true],
      ['DE-REDUCED', 70_000, 700n, true],
    ],
  )
})

test('a discount is shared out by what the lines cost, and never takes more than there is', () => {
  const lines = [line('a', 100n), line('b', 100n), line('c', 100n)]
  const shared = reckon({ lines, discounts: [{ code: 'ONE', off: { amountMinor: 100n }, lineIds: null }] })
  assert.deepEqual(recorded(shared).slice(3), ['DISCOUNT ONE a -34', 'DISCOUNT ONE b -33', 'DISCOUNT ONE c -33'])
  const all = reckon({ lines, discounts: [{ code: 'ALL', off: { amountMinor: 9999n }, lineIds: ['b', 'c'] }] })
  assert.deepEqual(amounts(all), [300n, 200n, 0n, 0n, 100n])
  const twice = reckon({
    lines,
    discounts: [
      { code: 'ALL', off: { ppm: 1_000_000 }, lineIds: null },
      { code: 'MORE', off: { amountMinor: 5n }, lineIds: null },
    ],
  })
  assert.deepEqual([twice.totalMinor, twice.steps.some(({ code }) => code === 'MORE')], [0n, false])
})

test('a basket that costs more than a provider counts exactly is refused, and one that just fits is not', () => {
  const costing = (amount: bigint) => reckonTotals({ currencyCode: 'USD', lines: [line('a', amount)], discounts: [], shipping: null })
  assert.equal(costing(2n ** 53n - 1n).ok, true)
  assert.deepEqual(costing(2n ** 53n), { ok: false, error: 'AMOUNT_TOO_LARGE' })
})

test('a further step fits in without another one knowing of it', () => {
  const giftWrap = { kind: 'SHIPPING', code: 'GIFT_WRAP', lineId: null, amountMinor: 300n, included: false, ratePpm: null } as const
  const totals = reckonTotals({ currencyCode: 'USD', lines: [line('a', 1000n)], discounts: [], shipping: null }, [
    () => [{ ...giftWrap, kind: 'LINES', lineId: 'a', amountMinor: 1000n, code: 'PRICE' }],
    () => [giftWrap],
  ])
  assert.equal(totals.ok && totals.value.totalMinor, 1300n)
})
