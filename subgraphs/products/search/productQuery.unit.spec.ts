import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { AttributeKind } from '../attribute/attribute.ts'
import { conditionsOf, parameters } from './conditions.ts'
import { fingerprint, readProductQuery } from './productQuery.ts'
import { escapeLike } from './suggestions.ts'

const kinds: Readonly<Record<string, AttributeKind>> = { colour: 'TEXT', materials: 'LIST', width: 'NUMBER', washable: 'BOOLEAN' }
const definitions = new Map(Object.entries(kinds).map(([key, kind]) => [key, { key, label: key, kind, unit: null, facet: true, position: 0 }]))
const read = (given: object) => readProductQuery(given, definitions, false)

test('decides the order when the client does not', () => {
  assert.deepEqual(
    [{}, { search: '  ' }, { search: 'wool' }, { sort: 'RELEVANCE' }, { sort: 'NAME', search: 'wool' }].map((given) => read(given).sort),
    ['NEWEST', 'NEWEST', 'RELEVANCE', 'NEWEST', 'NAME'],
  )
})

test('the same question asked in another order has the same fingerprint, any other question another', () => {
  const one = {
    filter: {
      brands: ['A', 'B'],
      attributes: [
        { key: 'colour', values: ['x', 'y'] },
        { key: 'width', min: 1 },
      ],
    },
  }
  const same = {
    filter: {
      brands: ['B', 'A'],
      attributes: [
        { key: 'width', min: 1, max: null },
        { key: 'colour', values: ['y', 'x'] },
      ],
    },
    sort: 'NEWEST',
    currency: 'USD',
  }
  const others = [
    {},
    { sort: 'NAME' },
    { currency: 'EUR' },
    { search: 'A' },
    { filter: { brands: ['A'] } },
    { filter: { inStock: true } },
    { filter: { inStock: false } },
    { filter: { price: { minMinor: '1' } } },
    { filter: { price: { maxMinor: '1' } } },
  ]
  assert.equal(fingerprint(read(one)), fingerprint(read(same)))
  assert.equal(new Set([one, ...others].map((given) => fingerprint(read(given)))).size, 10)
})

test('nothing that a client says stands in the SQL itself', () => {
  const { values, bind } = parameters()
  const evil = "'; DROP TABLE product; --"
  const filter = {
    brands: [evil],
    attributes: [
      { key: 'colour', values: [evil] },
      { key: 'materials', values: [evil] },
    ],
    price: { minMinor: '1', maxMinor: '2' },
    inStock: true,
  }
  const { always, facets } = conditionsOf(read({ filter, search: evil }), bind)
  assert.equal([...always, ...facets.values()].join().includes('DROP'), false)
  const json = [[JSON.stringify({ colour: evil })], [JSON.stringify({ materials: [evil] })]]
  assert.deepEqual(values, [['PUBLISHED'], evil, [evil], '1', '2', 'USD', ...json])
})

test('statuses beyond PUBLISHED are for staff', () => {
  const given = { filter: { statuses: ['DRAFT', 'PUBLISHED', 'DRAFT'] } }
  assert.deepEqual(readProductQuery(given, definitions, true).statuses, ['DRAFT', 'PUBLISHED'])
  assert.throws(() => read(given), { extensions: { code: 'FORBIDDEN' } })
})

test('LIKE takes escaped text literally', () => {
  assert.equal(escapeLike(String.raw`50%_off\now`), String.raw`50\%\_off\\now`)
})
