import assert from 'node:assert/strict'
import { test } from 'node:test'

import { parse } from 'graphql'

import { misplacedRequirements, openFields, protectionFaults } from './protection.ts'

const of = (text: string): { readonly name: string; readonly typeDefs: ReturnType<typeof parse> }[] => [{ name: 'shop', typeDefs: parse(text) }]

const shop = of(`
type Query { window: [Product!]! till: Till @authenticated }
type Till @requiresScopes(scopes: [["till:read"]]) { cash: Int! }
type Product implements Node @key(fields: "id") { id: ID! name: String! cost: Int @authenticated grams: Int @inaccessible far: Int @external }
extend type Product { note: String }
type TillUserError implements UserError { code: Int! message: String! field: [String!] }
`)

test('finds the fields that anybody may read: no keys, stubs or refusals, extensions included', () => {
  assert.deepEqual(openFields(shop), ['Product.name', 'Product.note', 'Query.window'])
})

test('a field that is neither protected nor listed is a fault', () => {
  assert.deepEqual(protectionFaults(shop, { Product: ['name'], Query: ['window'] }), [
    'Product.note carries neither @authenticated nor @requiresScopes: add one, or list it in schema/public.ts',
  ])
})

test('a listed field that is protected or gone is a fault', () => {
  assert.deepEqual(protectionFaults(shop, { Product: ['name', 'note', 'cost'], Query: ['window', 'door'] }), [
    'Product.cost stands in schema/public.ts but is protected or gone: take it out',
    'Query.door stands in schema/public.ts but is protected or gone: take it out',
  ])
})

test('a requirement on a Node type, on its id or on a refusal, and any @policy, is misplaced', () => {
  const faults = misplacedRequirements(
    of(`
    type A implements Node @authenticated { id: ID! }
    type B @key(fields: "id") { id: ID! @requiresScopes(scopes: [["x"]]) }
    type C implements UserError { message: String! @authenticated }
    type D { secret: Int @policy(policies: [["p"]]) }`),
  )
  assert.deepEqual(faults, [
    'A (shop) can be asked for by id: put the requirement on its fields, never on the type',
    'B (shop).id is what others refer to it by: it carries no requirement',
    'C (shop) is a refusal: a requirement on it would reach every `... on UserError`',
    'D (shop) uses @policy, and no policy service answers yet',
  ])
  assert.deepEqual(misplacedRequirements(shop), [])
})
