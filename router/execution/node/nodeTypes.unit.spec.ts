import assert from 'node:assert/strict'
import { test } from 'node:test'

import { parse } from 'graphql'

import { newId } from '@agora/ids/typeId.ts'

import { nodeTypesOf } from './nodeTypes.ts'

const supergraph = parse(`
  type User implements Node @join__type(graph: USERS, key: "id") @join__type(graph: ORDERS, key: "id") @join__type(graph: NODE, key: "id", resolvable: false) { id: ID! }
  type Product implements Node @join__type(graph: PRODUCTS, key: "id") @join__type(graph: NODE, key: "id", resolvable: false) { id: ID! }
  type Address implements Node @join__type(graph: USERS, key: "id") { id: ID! }
  type Money @join__type(graph: NODE) { amount: Int }
`)

test('finds the types that the in-process subgraph contributes, with owner and prefix', () => {
  const found = nodeTypesOf(supergraph, 'NODE', { User: 'users', Product: 'products', Cart: 'orders' })
  assert.ok(found.ok)
  assert.deepEqual(
    found.value.map(({ name, owner }) => [name, owner]),
    [
      ['User', 'users'],
      ['Product', 'products'],
    ],
  )
  const [user] = found.value
  const id = newId('User')
  assert.deepEqual(
    [id, newId('Product'), 'usr_1', ''].map((text) => user?.matches(text)),
    [true, false, false, false],
  )
})

test('refuses to guess an owner', () => {
  assert.deepEqual(nodeTypesOf(supergraph, 'NODE', { User: 'users' }), {
    ok: false,
    error: 'The config names no owner for Product, which node(id) can answer with; add it to node.owners.',
  })
})

test('refuses a type whose ids have no prefix', () => {
  const odd = parse('type Odd implements Node @join__type(graph: NODE, key: "id") { id: ID! }')
  assert.deepEqual(nodeTypesOf(odd, 'NODE', { Odd: 'users' }), {
    ok: false,
    error: 'Ids of Odd have no prefix, so node(id) cannot tell them; add it to the table of prefixes.',
  })
})
