import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { allocate } from './allocate.ts'
import { sum, type Money } from './money.ts'

const usd = (amountMinor: bigint): Money => ({ amountMinor, currencyCode: 'USD' })
const minors = (parts: readonly Money[]): bigint[] => parts.map(({ amountMinor }) => amountMinor)

const amount = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n })
const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 40 }).filter((all) => all.some((weight) => weight > 0n))

test('gives the units left over to the largest remainders', () => {
  assert.deepEqual(minors(allocate(usd(100n), [1n, 1n, 1n])), [34n, 33n, 33n])
  assert.deepEqual(minors(allocate(usd(10n), [6n, 2n, 2n])), [6n, 2n, 2n])
  assert.deepEqual(minors(allocate(usd(101n), [3n, 3n, 4n])), [30n, 30n, 41n])
  assert.deepEqual(minors(allocate(usd(1n), [0n, 1n, 1n])), [0n, 1n, 0n])
  assert.deepEqual(minors(allocate(usd(-100n), [1n, 1n, 1n])), [-34n, -33n, -33n])
})

test('the parts add up to the amount exactly', () => {
  fc.assert(fc.property(amount, weights, (minor, all) => assert.deepEqual(sum('USD', allocate(usd(minor), all)), usd(minor))))
})

test('no part is a whole unit away from its exact share', () => {
  fc.assert(
    fc.property(amount, weights, (minor, all) => {
      const total = all.reduce((a, b) => a + b, 0n)
      allocate(usd(minor), all).forEach((part, index) => {
        const distance = part.amountMinor * total - minor * (all[index] ?? 0n)
        assert.ok(distance < total && distance > -total)
      })
    }),
  )
})

test('a part without weight gets nothing, and no part has the other sign', () => {
  fc.assert(
    fc.property(amount, weights, (minor, all) => {
      allocate(usd(minor), all).forEach(({ amountMinor }, index) => {
        if (all[index] === 0n) assert.equal(amountMinor, 0n)
        assert.ok(minor >= 0n ? amountMinor >= 0n : amountMinor <= 0n)
      })
    }),
  )
})

test('refuses weights that allow no fair split', () => {
  for (const all of [[], [0n], [0n, 0n], [2n, -1n]]) assert.throws(() => allocate(usd(1n), all), RangeError)
})
