import assert from 'node:assert/strict'
import { test } from 'node:test'

import { spread, type Places } from './spread.ts'

const stock: Readonly<Record<string, Places>> = {
  chair: new Map([
    ['berlin', 2],
    ['lyon', 5],
    ['madrid', 3],
  ]),
  table: new Map([
    ['lyon', 1],
    ['madrid', 4],
  ]),
}
const taken = (lines: Readonly<Record<string, number>>): unknown => {
  const asked = Object.entries(lines).map(([variantId, quantity]) => ({ variantId, quantity }))
  const found = spread(asked, (variantId) => stock[variantId] ?? new Map())
  return found.ok ? found.value.map(({ variantId, locationId, quantity }) => `${quantity} ${variantId} ${locationId}`) : found.error
}

test('an order leaves from one location, the first that has all of it', () => {
  assert.deepEqual(taken({ chair: 2 }), ['2 chair berlin'])
  assert.deepEqual(taken({ chair: 2, table: 1 }), ['2 chair lyon', '1 table lyon'])
  assert.deepEqual(taken({ chair: 3, table: 3 }), ['3 chair madrid', '3 table madrid'])
})

test('when none has it all, each line leaves from the first location that has the line', () => {
  assert.deepEqual(taken({ chair: 4, table: 2 }), ['4 chair lyon', '2 table madrid'])
})

test('a line that no location has is taken from the fullest ones', () => {
  assert.deepEqual(taken({ chair: 9 }), ['5 chair lyon', '3 chair madrid', '1 chair berlin'])
})

test('what lacks is told line by line, and exactly', () => {
  assert.deepEqual(taken({ chair: 11, table: 6, lamp: 1 }), [
    { variantId: 'chair', wanted: 11, available: 10 },
    { variantId: 'table', wanted: 6, available: 5 },
    { variantId: 'lamp', wanted: 1, available: 0 },
  ])
})
