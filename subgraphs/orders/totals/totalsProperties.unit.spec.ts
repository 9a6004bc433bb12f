import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import type { Basket, TaxRule } from './basket.ts'
import { reckonTotals } from './reckonTotals.ts'
import { refundShare } from './refundShare.ts'
import { roundRatio } from './rounding.ts'
import { readTotals, storedTotals } from './storedTotals.ts'
import { added, sumOf, type Totals } from './totals.ts'

const amount = fc.bigInt({ min: 0n, max: 10n ** 9n })
const tax: fc.Arbitrary<TaxRule> = fc.record({
  code: fc.constantFrom('A', 'B'),
  ratePpm: fc.integer({ min: 0, max: 1_000_000 }),
  inclusive: fc.boolean(),
  rounding: fc.constantFrom('HALF_UP', 'HALF_EVEN'),
  roundedPer: fc.constantFrom('LINE', 'ORDER'),
})
const taxes = fc.array(tax, { minLength: 1, maxLength: 3 })
const basket: fc.Arbitrary<Basket> = taxes.chain((rules) => {
  const someTax = fc.option(fc.constantFrom(...rules), { nil: null })
  const line = fc.record({ lineId: fc.uuid(), quantity: fc.integer({ min: 1, max: 99 }), unitPriceMinor: amount, tax: someTax })
  const off = fc.oneof(fc.record({ amountMinor: amount }), fc.record({ ppm: fc.integer({ min: 0, max: 1_000_000 }) }))
  return fc.record({
    currencyCode: fc.constantFrom('USD', 'EUR', 'CNY'),
    lines: fc.uniqueArray(line, { minLength: 1, maxLength: 20, selector: ({ lineId }) => lineId }),
    discounts: fc.array(fc.record({ code: fc.constantFrom('X', 'Y'), off, lineIds: fc.constant(null) }), { maxLength: 3 }),
    shipping: fc.option(fc.record({ code: fc.constant('STANDARD'), amountMinor: amount, tax: someTax }), { nil: null }),
  })
})

/** What each line costs in the end, its discounts and its taxes in it; shipping belongs to no line. */
function lineTotals({ steps }: Pick<Totals, 'steps'>): ReadonlyMap<string, bigint> {
  const byLine = Map.groupBy(steps, ({ lineId }) => lineId)
  return new Map([...byLine].flatMap(([lineId, ofLine]) => (lineId === null ? [] : [[lineId, added(ofLine)] as const])))
}

function reckon(given: Basket): Totals {
  const totals = reckonTotals(given)
  assert.ok(totals.ok)
  return totals.value
}

const amountsOf = (totals: Totals, kind: string): bigint[] => totals.steps.filter((step) => step.kind === kind).map(({ amountMinor }) => amountMinor)

test('lines, shipping and its tax add up to the total, which is never below zero', () => {
  fc.assert(
    fc.property(basket, (given) => {
      const totals = reckon(given)
      const ofOrder = totals.steps.filter(({ lineId, included }) => lineId === null && !included).map(({ amountMinor }) => amountMinor)
      assert.equal(sumOf([...lineTotals(totals).values(), ...ofOrder]), totals.totalMinor)
      assert.ok(totals.totalMinor >= 0n)
      for (const ofLine of lineTotals(totals).values()) assert.ok(ofLine >= 0n)
    }),
  )
})

test('every sum is the sum of its steps', () => {
  fc.assert(
    fc.property(basket, (given) => {
      const totals = reckon(given)
      assert.equal(totals.linesMinor, sumOf(given.lines.map(({ unitPriceMinor, quantity }) => unitPriceMinor * BigInt(quantity))))
      assert.equal(totals.discountMinor, -sumOf(amountsOf(totals, 'DISCOUNT')))
      assert.equal(totals.taxMinor, sumOf(amountsOf(totals, 'TAX')))
      assert.equal(totals.shippingMinor, given.shipping?.amountMinor ?? 0n)
      assert.ok(totals.discountMinor >= 0n && totals.discountMinor <= totals.linesMinor)
    }),
  )
})

test('a tax that prices contain adds nothing, and one that they do not adds all of itself', () => {
  fc.assert(
    fc.property(basket, (given) => {
      const totals = reckon(given)
      const onTop = sumOf(totals.steps.filter(({ kind, included }) => kind === 'TAX' && !included).map(({ amountMinor }) => amountMinor))
      assert.equal(totals.totalMinor, totals.linesMinor - totals.discountMinor + totals.shippingMinor + onTop)
    }),
  )
})

test('what a rule takes is off by half a unit at most: of each line, or of the whole order', () => {
  fc.assert(
    fc.property(basket, tax, (given, rule) => {
      const shipping = given.shipping === null ? null : { ...given.shipping, tax: rule }
      const totals = reckon({ ...given, shipping, lines: given.lines.map((line) => ({ ...line, tax: rule })) })
      const base = totals.linesMinor - totals.discountMinor + totals.shippingMinor
      const denominator = rule.inclusive ? 1_000_000n + BigInt(rule.ratePpm) : 1_000_000n
      const distance = totals.taxMinor * denominator - base * BigInt(rule.ratePpm)
      const roundings = rule.roundedPer === 'ORDER' ? 1n : BigInt(amountsOf(totals, 'TAX').length)
      assert.ok(2n * (distance < 0n ? -distance : distance) <= roundings * denominator)
    }),
  )
})

test('the order in which lines are listed changes nothing', () => {
  fc.assert(
    fc.property(
      basket.chain((given) => fc.tuple(fc.constant(given), fc.shuffledSubarray([...given.lines], { minLength: given.lines.length }))),
      ([given, lines]) => assert.deepEqual(sums(reckon({ ...given, lines })), sums(reckon(given))),
    ),
  )
})

const sums = (totals: Totals): unknown => ({
  ...totals,
  steps: totals.steps.map((step) => JSON.stringify(storedTotals({ ...totals, steps: [step] }))).toSorted(),
})

test('totals survive their way through an event', () => {
  fc.assert(
    fc.property(basket, (given) => {
      const totals = reckon(given)
      assert.deepEqual(readTotals(storedTotals(totals), given.currencyCode), totals)
    }),
  )
})

test('a line given back in any portions is given back exactly, and never more at any time', () => {
  const portions = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(amount, portions, fc.integer({ min: 0, max: 5 }), (totalMinor, given, kept) => {
      const quantity = given.reduce((a, b) => a + b, 0) + kept
      let before = 0
      let paidBack = 0n
      for (const now of given) {
        const share = refundShare({ totalMinor, quantity, before, now })
        assert.ok(share >= 0n)
        paidBack += share
        before += now
        assert.ok(paidBack <= totalMinor)
      }
      if (kept === 0) assert.equal(paidBack, totalMinor)
      assert.throws(() => refundShare({ totalMinor, quantity, before, now: kept + 1 }), RangeError)
    }),
  )
})

test('half a unit goes up, or to the even neighbour', () => {
  const halves = [1n, 3n, 5n, 7n].map((numerator) => ({ numerator, denominator: 2n }))
  assert.deepEqual(
    halves.map((ratio) => roundRatio(ratio, 'HALF_UP')),
    [1n, 2n, 3n, 4n],
  )
  assert.deepEqual(
    halves.map((ratio) => roundRatio(ratio, 'HALF_EVEN')),
    [0n, 2n, 2n, 4n],
  )
  assert.deepEqual(
    [49n, 51n].map((numerator) => roundRatio({ numerator, denominator: 100n }, 'HALF_EVEN')),
    [0n, 1n],
  )
  assert.throws(() => roundRatio({ numerator: -1n, denominator: 2n }, 'HALF_UP'), RangeError)
})
