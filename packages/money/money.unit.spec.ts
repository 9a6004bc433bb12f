import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { graphMoney } from './graphMoney.ts'
import {
  compare,
  currencies,
  decimal,
  isCurrencyCode,
  MAX_AMOUNT_MINOR,
  parseAmountMinor,
  subtract,
  sum,
  times,
  type CurrencyCode,
  type Money,
} from './money.ts'

const currencyCode = fc.constantFrom(...(Object.keys(currencies) as CurrencyCode[]))
const amountMinor = fc.bigInt({ min: -MAX_AMOUNT_MINOR, max: MAX_AMOUNT_MINOR })
const eur = (minor: bigint): Money => ({ amountMinor: minor, currencyCode: 'EUR' })

test('writes amounts as people do', () => {
  assert.deepEqual(
    [0n, 5n, 10n, 1999n, -1n, -100n, 123456789n].map((minor) => decimal(eur(minor))),
    ['0.00', '0.05', '0.10', '19.99', '-0.01', '-1.00', '1234567.89'],
  )
})

test('the decimal without its point is the amount in minor units', () => {
  fc.assert(
    fc.property(amountMinor, currencyCode, (minor, code) => {
      assert.equal(BigInt(decimal({ amountMinor: minor, currencyCode: code }).replace('.', '')), minor)
    }),
  )
})

test('reads back every amount it writes', () => {
  fc.assert(fc.property(amountMinor, (minor) => assert.equal(parseAmountMinor(minor.toString()), minor)))
})

test('refuses texts that are not an amount in minor units', () => {
  const refused = [
    '',
    ' ',
    '-',
    '-0',
    '01',
    '1.0',
    '1e3',
    '0x10',
    '+1',
    '1n',
    '९',
    `${MAX_AMOUNT_MINOR + 1n}`,
    `${-MAX_AMOUNT_MINOR - 1n}`,
    '1'.repeat(400),
  ]
  for (const text of refused) assert.equal(parseAmountMinor(text), undefined, text)
})

test('a sum does not depend on the order and subtracting gives back what was added', () => {
  fc.assert(
    fc.property(fc.array(amountMinor, { maxLength: 30 }), amountMinor, (minors, more) => {
      const amounts = minors.map(eur)
      assert.deepEqual(sum('EUR', amounts), sum('EUR', amounts.toReversed()))
      assert.deepEqual(subtract(sum('EUR', [...amounts, eur(more)]), eur(more)), sum('EUR', amounts))
    }),
  )
})

test('so many pieces cost as much as adding the price so often', () => {
  fc.assert(
    fc.property(amountMinor, fc.integer({ min: 0, max: 50 }), (minor, quantity) => {
      assert.deepEqual(
        times(eur(minor), quantity),
        sum(
          'EUR',
          Array.from({ length: quantity }, () => eur(minor)),
        ),
      )
    }),
  )
})

test('orders amounts of one currency', () => {
  assert.deepEqual([compare(eur(1n), eur(2n)), compare(eur(2n), eur(2n)), compare(eur(3n), eur(2n))], [-1, 0, 1])
})

test('never reckons one currency with another', () => {
  const usd: Money = { amountMinor: 1n, currencyCode: 'USD' }
  const mixed = { name: 'TypeError', message: 'Cannot reckon USD with EUR' }
  assert.throws(() => sum('EUR', [eur(1n), usd]), mixed)
  assert.throws(() => subtract(eur(1n), usd), mixed)
  assert.throws(() => compare(eur(1n), usd), mixed)
})

test('a fraction of a piece has no price', () => {
  assert.throws(() => times(eur(100n), 1.5), RangeError)
})

test('knows its currencies and nothing that objects inherit', () => {
  assert.deepEqual(['USD', 'EUR', 'CNY', 'usd', 'XXX', 'constructor', '__proto__', 2, null].map(isCurrencyCode), [
    true,
    true,
    true,
    false,
    false,
    false,
    false,
    false,
    false,
  ])
})

test('shows an amount as the graph does', () => {
  assert.deepEqual(graphMoney({ amountMinor: -5n, currencyCode: 'CNY' }), {
    amountMinor: '-5',
    currencyCode: 'CNY',
    fractionDigits: 2,
    decimal: '-0.05',
  })
})
