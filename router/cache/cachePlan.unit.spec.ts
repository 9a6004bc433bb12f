import assert from 'node:assert/strict'
import { test } from 'node:test'

import { parse } from 'graphql'

import { planFacts } from '../execution/plan/planFacts.ts'
import { readCacheHints } from '../sharing/cacheHints.ts'
import { cachePlanOf } from './cachePlan.ts'
import { replyAge } from './replyAge.ts'

const document = parse(`schema { query: Query }
  type Query { thing: Thing things: [Thing!]! @cacheControl(maxAge: 10, scope: PUBLIC) number: Int long: Int @cacheControl(maxAge: 500, scope: PUBLIC) node: Node @cacheControl(maxAge: 9, scope: PRIVATE) }
  type Thing implements Node @cacheControl(maxAge: 60, scope: PUBLIC) { id: ID! name: String short: Int @cacheControl(maxAge: 5) owner: Owner
    price: Price @cacheControl(maxAge: 30, scope: PUBLIC) parent: Thing kin: Owner @cacheControl(inheritMaxAge: true) }
  type Price { amount: Int @cacheControl(scope: PUBLIC) }
  type Owner { name: String @cacheControl(scope: PUBLIC) mail: String }
  interface Node @cacheControl(scope: PUBLIC) { id: ID! }`)
const hints = readCacheHints(document)
const { typesOf } = planFacts(document)
const ageOf = (query: string): number | null => cachePlanOf(query, hints, typesOf)?.maxAge ?? null
const entities = (selection: string): string => `query ($representations: [_Any!]!) { _entities(representations: $representations) { ${selection} } }`

test('keeps for the least age of all that is selected; fields of their own without an age have none', () => {
  const ages = {
    '{ thing { name } }': 60,
    '{ things { name } }': 10,
    '{ thing { name short } }': 5,
    '{ thing { price { amount } } }': 30,
    '{ long }': 500,
  }
  for (const [query, age] of Object.entries(ages)) assert.equal(ageOf(query), age, query)
  assert.equal(ageOf('{ thing { kin { name } } }'), 60)
  for (const query of [
    '{ number }',
    '{ thing { owner { name } } }',
    '{ long number }',
    '{ unknown }',
    '{ thing { kin { mail } } }',
    'mutation { a }',
    '{ __typename }',
  ])
    assert.equal(ageOf(query), null, query)
})

test('keeps entities for the age of their type', () => {
  assert.equal(ageOf(entities('... on Thing { name }')), 60)
  assert.equal(ageOf(entities('... on Thing { short }')), 5)
  assert.equal(ageOf(entities('... on Thing { name } ... on Owner { name }')), null)
})

test('knows whose it is, what it asks of each entity, and what it may hold', () => {
  assert.equal(cachePlanOf('{ thing { name } }', hints, typesOf)?.isPublic, true)
  assert.equal(cachePlanOf('{ node { id } }', hints, typesOf)?.isPublic, false)
  assert.deepEqual(cachePlanOf('{ node { id } }', hints, typesOf)?.holds, ['Thing', 'Node'])
  const plan = cachePlanOf(entities('... on Thing { parent { name } }'), hints, typesOf)
  assert.deepEqual([plan?.holds, plan?.lists.map(({ key, variable }) => [key, variable])], [['Thing'], [['_entities', 'representations']]])
})

test("reads how long a subgraph's header lets its reply be kept", () => {
  const read = {
    'max-age=5': [5, false],
    'public, s-maxage="7", max-age=5': [7, false],
    private: [undefined, true],
    'No-Store': [0, true],
    'max-age=x': [undefined, false],
  }
  for (const [header, [maxAge, isPrivate]] of Object.entries(read)) assert.deepEqual(replyAge(header), { maxAge, isPrivate }, header)
  assert.deepEqual(replyAge(undefined), { maxAge: undefined, isPrivate: false })
})
