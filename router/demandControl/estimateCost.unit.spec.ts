import assert from 'node:assert/strict'
import { test } from 'node:test'

import { composeServices } from '@apollo/composition'
import { composeServices as composeWithGuild } from '@theguild/federation-composition'
import { Kind, parse } from 'graphql'

import { parseSupergraph } from '../supergraph/readSupergraph.ts'
import { actualCost } from './actualCost.ts'
import { readCostModel, type CostModel } from './costModel.ts'
import { estimateCost, type Estimate, type ToEstimate } from './estimateCost.ts'

const linked = (imports: string): string => `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ${imports})\n`
const LINK = linked('["@key", "@external", "@requires", "@cost", "@listSize"]')

/** The same subgraphs by both composers, which must say the same. */
function modelsOf(...subgraphs: string[]): readonly CostModel[] {
  const services = subgraphs.map((sdl, index) => ({ name: `s${index}`, url: 'http://s', typeDefs: parse(sdl) }))
  return [composeServices(services), composeWithGuild(services)].map(({ supergraphSdl, errors }) => {
    const read = parseSupergraph(supergraphSdl ?? '')
    if (!read.ok) throw new Error(errors?.map(({ message }) => message).join('\n') ?? read.error)
    return readCostModel(read.value)
  })
}

function operationOf(source: string): Pick<ToEstimate, 'document' | 'definition'> {
  const document = parse(source)
  const definition = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)
  if (definition === undefined) throw new Error('no operation')
  return { document, definition }
}

function estimateOf(models: readonly CostModel[], source: string, variables: object = {}): Estimate {
  const isForSubgraph = source.includes('_entities')
  const [one, other] = models.map((model) => estimateCost(model, { ...operationOf(source), listSize: 7, isForSubgraph })({ ...variables }))
  assert.deepEqual(one, other)
  return one ?? { cost: Number.NaN, fault: null }
}

const costOf = (models: readonly CostModel[], source: string, variables?: object): number => estimateOf(models, source, variables).cost

const shop = (address = ''): string => `${LINK}
  type Query {
    book(id: ID!): Book
    bestsellers: [Book!]! @listSize(assumedSize: 5)
    newest(limit: Int!): [Book!]! @listSize(slicingArguments: ["limit"])
  }
  type Book { title: String author: Author publisher: Publisher }
  type Author { name: String }
  type Publisher { name: String address: Address }
  type Address ${address} { zipCode: Int! }`
const BOOK = 'fragment Book on Book { title author { name } publisher { name address { zipCode } } }'

test('the reference numbers of Apollo’s documentation', () => {
  const cheap = modelsOf(shop())
  const dear = modelsOf(shop('@cost(weight: 5)'))
  const spread = (field: string): string => `query ($n: Int) { ${field} { ...Book } } ${BOOK}`
  assert.equal(costOf(cheap, spread('book(id: 1)')), 4)
  assert.equal(costOf(dear, spread('book(id: 1)')), 8)
  assert.equal(costOf(dear, spread('bestsellers')), 40)
  assert.equal(costOf(dear, spread('newest(limit: 3)')), 24)
  assert.equal(costOf(dear, spread('newest(limit: 7)')), 56)
  for (const n of [3, 7]) assert.equal(costOf(dear, spread('newest(limit: $n)'), { n }), 8 * n)
})

const wide = modelsOf(`${LINK}
  type Query {
    leaf: Int
    priced: Int @cost(weight: 3)
    lamp: Lamp
    lamps: [Lamp]
    any: [Any]
    node: Node
    grid: [[Lamp]]
    page(first: Int = 10, last: Int): Page @listSize(slicingArguments: ["first", "last"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false)
    strict(first: Int, last: Int): [Lamp] @listSize(slicingArguments: ["first", "last"], assumedSize: 4)
    input(by: By, list: [By!], dear: Int @cost(weight: 2), level: Level): Int
  }
  type Mutation { light(by: By): Lamp }
  interface Node { id: ID! }
  union Any = Lamp | Shade
  type Lamp implements Node { id: ID! colour: Colour level: Level }
  type Shade implements Node { id: ID! lamp: Lamp }
  type Page { edges: [Edge] nodes: [Lamp] total: Total }
  type Edge { node: Lamp }
  type Total { count: Int }
  enum Level @cost(weight: 6) { HIGH }
  scalar Colour @cost(weight: 2)
  input By { page: Size, dear: Int @cost(weight: 9) }
  input Size { size: Int }`)

const TABLE: readonly (readonly [string, string, number, object?])[] = [
  ['leaves are free', '{ leaf __typename }', 0],
  ['a weight of a field', '{ priced }', 3],
  ['an alias is asked for as well', '{ a: priced b: priced }', 6],
  ['an object', '{ lamp { id } }', 1],
  ['weights of an enum and a scalar', '{ lamp { colour level } }', 9],
  ['a list of unknown size is as long as the configuration says', '{ lamps { id } }', 7],
  ['so is a list of unions, whose fragments count together', '{ any { ... on Lamp { level } ... on Shade { lamp { id } } } }', 7 * (1 + 6 + 1)],
  ['an interface', '{ node { id ... on Shade { lamp { id } } } }', 2],
  ['a list of lists counts once', '{ grid { id } }', 7],
  ['a mutation is 10 more', 'mutation { light { id } }', 11],
  ['introspection is free', '{ __schema { types { name } } }', 0],
  ['what is left out for everybody', '{ lamps @skip(if: true) { id } lamp @include(if: false) { id } ... @skip(if: true) { priced } }', 0],
  ['what hangs on a variable counts', 'query ($no: Boolean!) { lamp @include(if: $no) { id } }', 1, { no: false }],
  ['a page is as long as its default', '{ page { edges { node { id } } } }', 1 + 10 * 2],
  ['a page is as long as is said', '{ page(first: 3) { edges { node { id } } total { count } } }', 1 + 3 * 2 + 1],
  ['each sized field has that size', '{ page(first: 3) { edges { node { id } } nodes { id } } }', 1 + 3 * 2 + 3],
  ['the size reaches through fragments', '{ page(first: 3) { ...P } } fragment P on Page { ... { edges { node { id } } } }', 1 + 3 * 2],
  ['the largest slicing argument wins', '{ page(first: 3, last: 5) { nodes { id } } }', 6],
  ['by a variable', 'query ($n: Int) { page(first: $n) { nodes { id } } }', 1 + 100, { n: 100 }],
  ['a variable that is not given leaves the default', 'query ($n: Int) { page(first: $n) { nodes { id } } }', 1 + 10],
  ['nobody gets cheaper below zero', '{ page(first: -100) { nodes { id } } }', 1 + 7],
  ['nor by a variable below zero', 'query ($n: Int) { strict(first: $n) { id } }', 4, { n: -5 }],
  ['nothing asked for, nothing to pay', '{ strict(first: 0) { id } }', 0],
  ['a weight of an argument', '{ input(dear: 1) }', 2],
  ['a weight of an argument’s type', '{ input(level: HIGH) }', 6],
  ['an argument that is null', '{ input(dear: null, by: null) }', 0],
  ['input objects cost 1 each', '{ input(list: [{ dear: 1 }, {}]) }', 1 + 9 + 1],
  ['also in variables', 'query ($list: [By!]) { input(list: $list) }', 1 + 9 + 1, { list: [{ dear: 1 }, {}] }],
]

for (const [name, source, cost, variables] of TABLE) test(`${name}: ${cost}`, () => assert.equal(costOf(wide, source, variables), cost))

test('a field that needs exactly one slicing argument says so, wherever it stands', () => {
  const fault = (found: number): string =>
    `The field "strict" needs exactly one of the arguments that say how many are asked for; ${found} are given.`
  assert.equal(estimateOf(wide, '{ strict { id } }').fault, fault(0))
  assert.equal(estimateOf(wide, '{ strict(first: 1, last: 1) { id } }').fault, fault(2))
  assert.equal(estimateOf(wide, '{ page(first: 0) { nodes { id } } strict { id } }').fault, fault(0))
  assert.equal(estimateOf(wide, 'query ($n: Int) { strict(first: $n) { id } }').fault, fault(0))
  assert.equal(estimateOf(wide, 'query ($n: Int) { strict(first: $n) { id } }', { n: 1 }).fault, null)
})

test('a slicing argument may be a field of an input object', () => {
  // Paths came with federation 2.12, so neither composer takes them from subgraphs of 2.9.
  const [model] = modelsOf(`${LINK} type Query { lamps(by: By): [Lamp] @listSize(assumedSize: 1) } type Lamp { id: ID }
    input By { page: Size } input Size { size: Int }`)
  const lamps = model?.types.get('Query')?.fields.get('lamps')
  assert.ok(model !== undefined && lamps?.listSize != null)
  const fields = new Map([['lamps', { ...lamps, listSize: { ...lamps.listSize, slicing: [['by', 'page', 'size']] } }]])
  const types = new Map([...model.types, ['Query', { fields, inputs: new Map() }]])
  const cost = (source: string, variables?: object): number =>
    costOf(
      [
        { ...model, types },
        { ...model, types },
      ],
      source,
      variables,
    )
  assert.equal(cost('{ lamps(by: { page: { size: 3 } }) { id } }'), 3 + 2)
  assert.equal(cost('query ($by: By) { lamps(by: $by) { id } }', { by: { page: { size: 3 } } }), 3 + 2)
  assert.equal(cost('query ($page: Size) { lamps(by: { page: $page }) { id } }', { page: { size: 5 } }), 5 + 2)
})

test('the directives count under whatever name they have', () => {
  const renamed = linked('[{ name: "@cost", as: "@points" }, { name: "@listSize", as: "@long" }]')
  const models = modelsOf(`${renamed} type Query { lamps: [Lamp] @long(assumedSize: 3) } type Lamp { id: ID @points(weight: 2) }`)
  assert.equal(costOf(models, '{ lamps { id } }'), 9)
  const spec = linked('["@cost"]').replace('"@cost"', '')
  const full = modelsOf(
    `${spec} type Query { lamps: [Lamp] @federation__listSize(assumedSize: 3) } type Lamp { id: ID @federation__cost(weight: 2) }`,
  )
  assert.equal(costOf(full, '{ lamps { id } }'), 9)
})

const joined = modelsOf(
  `${LINK} type Query { product: Product } type Product @key(fields: "id") { id: ID! size: Size } type Size { width: Int }`,
  `${LINK} type Product @key(fields: "id") { id: ID! size: Size @external delivery: Int @requires(fields: "size { width }") } type Size { width: Int @external }`,
)

test('what a field requires is paid by who asks for the field', () => {
  assert.equal(costOf(joined, '{ product { delivery } }'), 2)
})

test('a subgraph is asked for as many entities as there are representations, and for no requirement', () => {
  const source = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Product { delivery size { width } } } }'
  assert.equal(estimateOf(joined, source, { r: [{}, {}, {}] }).cost, 3 * 2)
})

test('what an answer costs is told by its shape', () => {
  const actual = (source: string, data: object, variables: object = {}): number => {
    const { document, definition } = operationOf(source)
    const [one, other] = wide.map((model) => actualCost(model, document, definition)({ ...data }, { ...variables }))
    assert.equal(one, other)
    return one ?? Number.NaN
  }
  assert.equal(actual('{ lamps { id } }', { lamps: [{ id: 1 }, null, { id: 2 }] }), 2)
  assert.equal(actual('{ lamps { colour } ...F } fragment F on Query { lamps { id level } }', { lamps: [{ colour: 1, id: 2, level: null }] }), 3)
  assert.equal(actual('{ page(first: 9) { edges { node { id } } } leaf }', { page: { edges: [{ node: null }, { node: { id: 1 } }] }, leaf: 1 }), 4)
  assert.equal(actual('{ any { ... on Lamp { level } ... on Shade { lamp { id } } } }', { any: [{ level: 'HIGH' }, { lamp: { id: 1 } }] }), 1 + 6 + 2)
  assert.equal(actual('query ($by: By) { a: input(by: $by) }', { a: 1 }, { by: { dear: 1 } }), 10)
  assert.equal(actual('mutation { light { id } }', { light: null }), 10)
  assert.equal(actual('{ lamps { id } }', { lamps: null }), 0)
})
