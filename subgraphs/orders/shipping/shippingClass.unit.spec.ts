import assert from 'node:assert/strict'
import { test } from 'node:test'

import { shippingClassOf } from './shippingClass.ts'

test('the packed weight alone decides how a variant travels', () => {
  const weights = [0, 1, 31_500, 31_501, 250_000, 250_001, 2_000_000]
  assert.deepEqual(weights.map(shippingClassOf), ['PARCEL', 'PARCEL', 'PARCEL', 'BULKY', 'BULKY', 'FREIGHT', 'FREIGHT'])
})
