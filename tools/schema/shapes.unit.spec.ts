import assert from 'node:assert/strict'
import { test } from 'node:test'

import { buildSchema } from 'graphql'

import { mutationFaults, pagingFaults, unboundedLists, undescribed } from './shapes.ts'

test('names each type, field, argument, input field and enum value without a description', () => {
  const schema = buildSchema(`type Query { "Of people." field(bare: Int, "Said." said: Int): Kind }
    enum Kind { ONE "Two." TWO }
    "An input." input Asked { a: Int }`)
  assert.deepEqual(undescribed(schema), [
    'Query.field(bare:) has no description',
    'Kind has no description',
    'Kind.ONE has no description',
    'Asked.a has no description',
  ])
})

test('a list input must say its bound', () => {
  const schema = buildSchema(
    'type Query { a("Ids." ids: [ID!]!, "At most 100 ids." few: [ID!]): Int } input I { "Some." b: [Int] "At most one a currency." c: [Int!]! }',
  )
  assert.deepEqual(unboundedLists(schema), [
    'Query.a(ids:) is a list whose description says no bound, such as "at most 100"',
    'I.b is a list whose description says no bound, such as "at most 100"',
  ])
})

const payloads = `type Query { a: Int } input BuyInput { a: Int } type BuyUserError { a: Int }
  type BuyPayload { userErrors: [BuyUserError!]! } type LeavePayload { userErrors: [BuyUserError!]! } type Bare { a: Int }`

test('a mutation takes one input and answers its payload with refusals', () => {
  assert.deepEqual(mutationFaults(buildSchema(`${payloads} type Mutation { buy(input: BuyInput!): BuyPayload! leave: LeavePayload! }`)), [])
  assert.deepEqual(mutationFaults(buildSchema(`${payloads} type Mutation { buy(id: ID!, input: BuyInput!): Bare }`)), [
    'Mutation.buy takes exactly one argument, input: BuyInput!',
    'Mutation.buy answers BuyPayload!, not Bare',
    "Mutation.buy's payload needs userErrors: [XUserError!]!",
  ])
})

test('an order in a list may be null, in both ways of reading the list or in none', () => {
  const orders = (node: string): string => `type Order { a: Int } type OrderEdge { cursor: String! node: ${node} } type PageInfo { a: Int }
    type OrderConnection { edges: [OrderEdge!]! nodes: [Order]! pageInfo: PageInfo! totalCount: Int }
    type Query { orders(first: Int, after: String): OrderConnection! }`
  assert.deepEqual(pagingFaults(buildSchema(orders('Order'))), [])
  assert.deepEqual(pagingFaults(buildSchema(orders('Order!'))), ['OrderEdge.node must be Order'])
})

test('a connection has the shape of all others, and its field can be paged', () => {
  const good =
    'type T { a: Int } type TEdge { cursor: String! node: T! } type PageInfo { a: Int } type TConnection { edges: [TEdge!]! nodes: [T!]! pageInfo: PageInfo! totalCount: Int }'
  assert.deepEqual(pagingFaults(buildSchema(`${good} type Query { ts(first: Int, after: String): TConnection! }`)), [])
  assert.deepEqual(
    pagingFaults(
      buildSchema(`${good.replace('nodes: [T!]!', 'nodes: [T]').replace('node: T!', 'node: T')} type Query { ts(first: Int): TConnection! }`),
    ),
    ['TConnection.nodes must be [T!]!', 'TEdge.node must be T!', 'Query.ts answers a connection and must take after'],
  )
})
