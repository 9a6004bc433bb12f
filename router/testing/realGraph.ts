import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

import { Supergraph as KnownSupergraph } from '@apollo/federation-internals'
import { Kind, parse, type DocumentNode, type FieldDefinitionNode, type GraphQLSchema } from 'graphql'

import type { CallSubgraph } from '../execution/callSubgraph.ts'
import { apiSchemaOf } from '../supergraph/apiSchema.ts'
import { supergraphForPlanning } from '../supergraph/forPlanning.ts'
import { namedType } from '../supergraph/namedType.ts'
import { readSupergraph, type Supergraph } from '../supergraph/readSupergraph.ts'
import { openSubgraphs, type Requirements, type World } from './world.ts'

const schemas = join(import.meta.dirname, '..', '..', 'schema')

/** What fields of Agora need of their objects, whoever has it. */
const requirements: Requirements = {
  'Cart.recommendations': [['lines', {}, [['variantId', {}]]]],
  'Variant.shippingClass': [['packedWeightGrams', {}]],
}

const keys = ['Product.slug', 'Variant.sku']

/** Fields that others cannot be asked for without. */
const NEEDED = ['id', 'slug', 'sku', 'lines', 'variantId', 'packedWeightGrams']

/** Agora's own supergraph over subgraphs of a world in the place of databases. */
export interface RealGraph {
  readonly supergraph: Supergraph
  /** What clients may ask. */
  readonly schema: GraphQLSchema
  /** All there is, as one schema: what one server would answer from. */
  readonly whole: GraphQLSchema
  /** The world in which some fields fail, by coordinate and id; those that others are asked with never do. */
  readonly world: (seed: number, fails: World['fails']) => World
  readonly subgraphs: (world: World) => CallSubgraph
  /** Names of the fields that lead to what several subgraphs know something of. */
  readonly crossings: ReadonlySet<string>
  /** Coordinates of the fields that one subgraph alone answers, by its name; keys, and what others require of it, are nobody's. */
  readonly ownFields: ReadonlyMap<string, ReadonlySet<string>>
}

/** Reads what `npm run compose` wrote. */
export function readRealGraph(): RealGraph {
  const read = readSupergraph(join(schemas, 'supergraph.graphql'))
  if (!read.ok) throw new Error(read.error)
  const folder = join(schemas, 'subgraphs')
  const documents = Object.fromEntries(
    readdirSync(folder).map((file) => [basename(file, '.graphql'), parse(readFileSync(join(folder, file), 'utf8'), { noLocation: true })]),
  )
  const members = membersOf(documents)
  const supergraph = read.value
  const whole = KnownSupergraph.build(supergraphForPlanning(supergraph.document)).schema.toGraphQLJSSchema()
  return {
    supergraph,
    schema: apiSchemaOf(supergraph.document),
    whole,
    world: (seed, fails) => ({
      seed,
      members,
      interfaceObjects: [],
      keys,
      requirements,
      fails: (coordinate, id) => !NEEDED.includes(coordinate.split('.')[1] ?? '') && fails(coordinate, id),
    }),
    subgraphs: openSubgraphs(documents),
    crossings: crossingsOf(documents),
    ownFields: ownFieldsOf(documents),
  }
}

interface SeenField {
  readonly type: string
  readonly field: FieldDefinitionNode
}

function fieldsOf(document: DocumentNode): SeenField[] {
  return document.definitions.flatMap((node) =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION || node.kind === Kind.INTERFACE_TYPE_DEFINITION
      ? (node.fields ?? []).map((field) => ({ type: node.name.value, field }))
      : [],
  )
}

/** What an interface may stand for wherever a field answers with one: what the subgraph of that field knows. */
function membersOf(documents: Readonly<Record<string, DocumentNode>>): Record<string, readonly string[]> {
  const members: Record<string, readonly string[]> = {}
  for (const document of Object.values(documents)) {
    const answered = new Set(fieldsOf(document).map(({ field }) => namedType(field.type)))
    for (const node of document.definitions) {
      if (node.kind !== Kind.INTERFACE_TYPE_DEFINITION || !answered.has(node.name.value)) continue
      if (members[node.name.value] !== undefined) throw new TypeError(`Two subgraphs answer with ${node.name.value}: which types may it be?`)
      members[node.name.value] = document.definitions.flatMap((one) =>
        one.kind === Kind.OBJECT_TYPE_DEFINITION && one.interfaces?.some(({ name }) => name.value === node.name.value) === true
          ? [one.name.value]
          : [],
      )
    }
  }
  return members
}

function ownFieldsOf(documents: Readonly<Record<string, DocumentNode>>): Map<string, Set<string>> {
  const owners = Object.entries(documents).flatMap(([subgraph, document]) =>
    fieldsOf(document).map(({ type, field }) => ({ subgraph, coordinate: `${type}.${field.name.value}` })),
  )
  const alone = [...Map.groupBy(owners, ({ coordinate }) => coordinate).values()].flatMap(([owner, ...others]) =>
    owner === undefined || others.length > 0 ? [] : [owner],
  )
  const grouped = Map.groupBy(alone, ({ subgraph }) => subgraph)
  return new Map([...grouped].map(([name, own]) => [name, new Set(own.map(({ coordinate }) => coordinate))]))
}

function crossingsOf(documents: Readonly<Record<string, DocumentNode>>): Set<string> {
  const fields = Object.values(documents).flatMap(fieldsOf)
  const owners = Map.groupBy(
    [...ownFieldsOf(documents).values()].flatMap((own) => [...new Set([...own].map((each) => each.split('.')[0]))]),
    (type) => type,
  )
  const shared = [...owners].filter(([type, of]) => of.length > 1 && type !== 'Query' && type !== 'Mutation').map(([type]) => type)
  const reaching = new Set(shared)
  // A connection, an edge, a line: what is further away is found by chance.
  for (let steps = 0; steps < 3; steps++) for (const { type, field } of fields) if (reaching.has(namedType(field.type))) reaching.add(type)
  return new Set(
    fields.filter(({ field }) => shared.includes(namedType(field.type)) || reaching.has(namedType(field.type))).map(({ field }) => field.name.value),
  )
}
