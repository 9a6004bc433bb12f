import assert from 'node:assert/strict'
import { test } from 'node:test'

import { bestRate, type TaxRate } from './taxRate.ts'

const rate = (code: string, more: Partial<TaxRate> = {}): TaxRate => ({
  id: `txr_${code}`,
  code,
  countryCode: 'US',
  region: null,
  category: null,
  ratePpm: 80_000,
  inclusive: false,
  rounding: 'HALF_UP',
  roundedPer: 'LINE',
  validFrom: new Date('2026-01-01T00:00:00Z'),
  validTo: null,
  version: 1,
  createdAt: new Date(0),
  updatedAt: new Date(0),
  ...more,
})

const rates = [
  rate('COUNTRY'),
  rate('COUNTRY-BOOKS', { category: 'BOOKS' }),
  rate('NY', { region: 'NY' }),
  rate('NY-SHIPPING', { region: 'NY', category: 'SHIPPING' }),
  rate('OLD-CA', { region: 'CA', validTo: new Date('2026-06-01T00:00:00Z') }),
]
const at = new Date('2026-11-25T00:00:00Z')
const codeFor = (region: string | null, category: string, when = at): string | undefined => bestRate(rates, { region, category, at: when })?.code

test('a rate of the region stands before one of the category, and both before the general one', () => {
  assert.deepEqual(
    [codeFor(null, 'STANDARD'), codeFor(null, 'BOOKS'), codeFor('NY', 'STANDARD'), codeFor('NY', 'BOOKS'), codeFor('NY', 'SHIPPING')],
    ['COUNTRY', 'COUNTRY-BOOKS', 'NY', 'NY', 'NY-SHIPPING'],
  )
})

test('how a region is spelt does not matter', () => {
  assert.deepEqual([codeFor('ny', 'STANDARD'), codeFor(' Ny ', 'STANDARD')], ['NY', 'NY'])
})

test('a rate holds from its first moment until just before its last', () => {
  assert.equal(codeFor('CA', 'STANDARD', new Date('2026-01-01T00:00:00.000Z')), 'OLD-CA')
  assert.equal(codeFor('CA', 'STANDARD', new Date('2026-05-31T23:59:59.999Z')), 'OLD-CA')
  assert.equal(codeFor('CA', 'STANDARD', new Date('2026-06-01T00:00:00.000Z')), 'COUNTRY')
  assert.equal(codeFor('CA', 'STANDARD', new Date('2025-12-31T23:59:59.999Z')), undefined)
})

test('without a rate nothing is taxed', () => {
  assert.equal(bestRate([], { region: null, category: 'STANDARD', at }), null)
})
