import assert from 'node:assert/strict'
import { test } from 'node:test'

import { parse } from 'graphql'

import { sharingFaults } from './sharing.ts'

const shop = (fields: string): { readonly name: string; readonly typeDefs: ReturnType<typeof parse> }[] => [
  {
    name: 'shop',
    typeDefs: parse(
      `type Query { a: Int } enum Kind { A } type Window @cacheControl(scope: PUBLIC) { name: String } type Basket { size: Int } ${fields}`,
    ),
  },
]
const fault = (field: string): string =>
  `${field} (shop) asks who the viewer is, and its answer would be shared: mark it @cacheControl(scope: PRIVATE)`

test('a field that asks for a token must not be shared: by its own hint, its return type, or its parent for a scalar or an enum', () => {
  assert.deepEqual(sharingFaults(shop('extend type Query { mine: Int @authenticated @cacheControl(scope: PUBLIC) }')), [fault('Query.mine')])
  assert.deepEqual(sharingFaults(shop('extend type Query { mine: [Window!]! @authenticated }')), [fault('Query.mine')])
  assert.deepEqual(sharingFaults(shop('extend type Window { bid: Int @authenticated kind: Kind @authenticated }')), [
    fault('Window.bid'),
    fault('Window.kind'),
  ])
  assert.deepEqual(sharingFaults(shop('type Till @authenticated @cacheControl(scope: PUBLIC) { cash: Int }')), [fault('Till.cash')])
})

test('a field whose type says nothing is private whatever its parent says, and its own hint stands over all', () => {
  assert.deepEqual(sharingFaults(shop('extend type Window { basket: Basket @authenticated }')), [])
  assert.deepEqual(sharingFaults(shop('extend type Query { mine: [Window!]! @authenticated @cacheControl(scope: PRIVATE) }')), [])
  assert.deepEqual(sharingFaults(shop('extend type Window { cost: Int @requiresScopes(scopes: [["cost:read"]]) }')), [])
})
