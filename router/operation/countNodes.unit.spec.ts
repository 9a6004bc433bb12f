import assert from 'node:assert/strict'
import { test } from 'node:test'

import { buildSchema, Kind, parse, type OperationDefinitionNode } from 'graphql'

import { countNodes } from './countNodes.ts'

const schema = buildSchema(`
  type Query { shelves(first: Int = 10, last: Int): Page books(first: Int): Page me: Person things: [Person!]! }
  type Page { nodes: [Shelf!]! totalCount: Int }
  type Shelf { name: String books(first: Int = 5): Page owner: Person }
  type Person { name: String shelves(first: Int = 3): Page }
`)

function count(source: string, variables: Record<string, unknown> = {}): number {
  const document = parse(source)
  const operation = document.definitions.find((node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION)
  assert.ok(operation)
  return countNodes({ schema, document, operation, variables })
}

test('a page counts as many nodes as it asks for, or as the schema would give', () => {
  assert.equal(count('{ shelves(first: 7) { nodes { name } } }'), 7)
  assert.equal(count('{ shelves { nodes { name } } }'), 10)
  assert.equal(count('{ shelves(last: 4) { totalCount } }'), 4)
  assert.equal(count('{ books { nodes { name } } }'), 20)
  assert.equal(count('query ($n: Int) { shelves(first: $n) { nodes { name } } }', { n: 30 }), 30)
  assert.equal(count('query ($n: Int = 100) { shelves(first: $n) { nodes { name } } }'), 100)
})

test('pages inside pages multiply', () => {
  assert.equal(count('{ shelves(first: 100) { nodes { books(first: 100) { nodes { name } } } } }'), 100 * (1 + 100))
  assert.equal(count('{ me { shelves { nodes { books { nodes { owner { shelves { totalCount } } } } } } } }'), 3 * (1 + 5 * (1 + 3)))
})

test('fields that are no pages count nothing by themselves', () => {
  assert.equal(count('{ me { name } things { name } __typename }'), 0)
})

test('a fragment counts wherever it is spread, and a cycle ends', () => {
  const fragment = 'fragment F on Shelf { books(first: 2) { totalCount } }'
  assert.equal(
    count(`{ a: shelves(first: 3) { nodes { ...F } } b: shelves(first: 4) { nodes { ... on Shelf { ...F } } } } ${fragment}`),
    3 * 3 + 4 * 3,
  )
  assert.equal(count('{ me { ...A } } fragment A on Person { ...B } fragment B on Person { ...A }'), 0)
})

test('a size that its field will refuse does not lower the count', () => {
  assert.equal(count('{ shelves(first: -5) { nodes { name } } }'), 20)
  assert.equal(count('query ($n: Int) { shelves(first: $n) { nodes { name } } }', { n: null }), 10)
})
