import assert from 'node:assert/strict'
import { test } from 'node:test'

import { offer, type NotOffered, type Parcel } from './offer.ts'
import type { ShippingMethod, ShippingRate } from './shippingMethod.ts'

const rate: ShippingRate = {
  currencyCode: 'EUR',
  baseMinor: 390n,
  perWeight: { stepGrams: 1000, minor: 50n },
  freeFromMinor: 5000n,
  minSubtotalMinor: 100n,
  maxSubtotalMinor: 100_000n,
}
const method: ShippingMethod = {
  id: 'shm_1',
  code: 'STANDARD',
  name: 'Standard',
  active: true,
  countryCodes: ['DE', 'FR'],
  classes: ['PARCEL'],
  minWeightGrams: 100,
  maxWeightGrams: 40_000,
  position: 0,
  rates: [rate],
  version: 1,
  createdAt: new Date(0),
  updatedAt: new Date(0),
}
const parcel: Parcel = { countryCode: 'DE', currencyCode: 'EUR', subtotalMinor: 4999n, pieces: [{ packedWeightGrams: 500, quantity: 3 }] }
const weighing = (...pieces: readonly (readonly [grams: number, quantity: number])[]): Parcel => ({
  ...parcel,
  pieces: pieces.map(([packedWeightGrams, quantity]) => ({ packedWeightGrams, quantity })),
})

test('costs its base and each begun step of weight, and nothing from its threshold on', () => {
  const prices = [parcel, weighing([500, 2]), weighing([500, 2], [1, 1]), { ...parcel, subtotalMinor: 5000n }].map((given) => offer(method, given))
  assert.deepEqual(
    prices,
    [490n, 440n, 490n, 0n].map((value) => ({ ok: true, value })),
  )
  assert.deepEqual(offer({ ...method, rates: [{ ...rate, perWeight: null }] }, parcel), { ok: true, value: 390n })
})

test('says why it does not take a parcel', () => {
  const cases: readonly (readonly [Partial<ShippingMethod>, Partial<Parcel>, NotOffered])[] = [
    [{ active: false }, {}, 'INACTIVE'],
    [{}, { countryCode: 'US' }, 'COUNTRY'],
    [{}, { currencyCode: 'USD' }, 'CURRENCY'],
    [{}, weighing([31_501, 1]), 'CLASS'],
    [{}, weighing([99, 1]), 'WEIGHT'],
    [{}, weighing([30_000, 1], [10_001, 1]), 'WEIGHT'],
    [{}, { subtotalMinor: 99n }, 'SUBTOTAL'],
    [{}, { subtotalMinor: 100_001n }, 'SUBTOTAL'],
  ]
  for (const [change, given, why] of cases) assert.deepEqual(offer({ ...method, ...change }, { ...parcel, ...given }), { ok: false, error: why })
})

test('takes what lies on its bounds, and goes everywhere when it names no country', () => {
  const bounds = { ...method, classes: ['PARCEL', 'BULKY'] as const, countryCodes: [] }
  assert.equal(offer(bounds, { ...parcel, countryCode: 'NZ' }).ok, true)
  for (const given of [weighing([100, 1]), weighing([40_000, 1])]) assert.equal(offer(bounds, given).ok, true)
  for (const subtotalMinor of [100n, 100_000n]) assert.equal(offer(bounds, { ...parcel, subtotalMinor }).ok, true)
})
