import { createHash } from 'node:crypto'

import { Supergraph as KnownSupergraph } from '@apollo/federation-internals'
import { buildSubgraphSchema } from '@apollo/subgraph'
import {
  execute,
  graphql,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  Kind,
  parse,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql'

import { supergraphForPlanning } from '../supergraph/forPlanning.ts'
import type { Supergraph } from '../supergraph/readSupergraph.ts'
import { composeSupergraph, withFederation } from './composeSupergraph.ts'
import type { ReferenceParts } from './referenceParts.ts'

/** A graph whose subgraphs say, each for itself, what one server that had everything would say: a value is a hash of whose it is. */
export interface HashedGraph {
  readonly supergraph: Supergraph
  readonly schema: GraphQLSchema
  readonly answerWhole: (document: DocumentNode, variables: Readonly<Record<string, unknown>>) => Promise<unknown>
  /** Answers a field as all of them do. */
  readonly resolve: ReferenceParts['resolve']
  readonly askSubgraph: (name: string, query: string, variables: Readonly<Record<string, unknown>>) => Promise<ExecutionResult>
}

interface Thing {
  readonly __typename: string
  readonly id: string
}

type Resolver = GraphQLFieldResolver<Partial<Thing>, unknown>

/** Makes a graph of subgraphs' SDL, in which entities are found by `id`, alone or with more, and nothing requires anything. */
export function hashedGraph(subgraphs: Readonly<Record<string, string>>): HashedGraph {
  const supergraph = composeSupergraph(subgraphs)
  const schema = KnownSupergraph.build(supergraphForPlanning(supergraph.document)).apiSchema().toGraphQLJSSchema()
  const fieldResolver: Resolver = (...[{ id = '' }, args, , { fieldName, parentType }]) => {
    if (fieldName === 'id') return id
    const type = schema.getType(parentType.name)
    const field = type !== undefined && 'getFields' in type ? type.getFields()[fieldName] : undefined
    return field === undefined
      ? null
      : valueOf(field.type as GraphQLOutputType, `${parentType.name} ${id} ${fieldName} ${JSON.stringify(args)}`, schema)
  }
  const asked = { rootValue: {}, fieldResolver: fieldResolver as GraphQLFieldResolver<unknown, unknown> }
  const schemas = new Map(Object.entries(subgraphs).map(([name, sdl]) => [name, subgraphSchema(sdl)]))
  return {
    supergraph,
    schema,
    resolve: (source, args, info) => fieldResolver(source as Partial<Thing>, args, undefined, info as GraphQLResolveInfo),
    answerWhole: async (document, variableValues) => (await execute({ ...asked, schema, document, variableValues })).data,
    async askSubgraph(name, source, variableValues) {
      const own = schemas.get(name)
      if (own === undefined) throw new Error(`No subgraph ${name}`)
      return graphql({ ...asked, schema: own, source, variableValues })
    },
  }
}

function subgraphSchema(sdl: string): GraphQLSchema {
  const typeDefs = parse(withFederation(sdl))
  const entities = typeDefs.definitions.flatMap((node) =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION && node.directives?.some(({ name }) => name.value === 'key') === true ? [node.name.value] : [],
  )
  const resolvers = Object.fromEntries(entities.map((name) => [name, { __resolveReference: (reference: Thing) => reference }]))
  return buildSubgraphSchema([{ typeDefs, resolvers }])
}

function hash(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0)
}

/** One value in eight is null where it may be. */
function valueOf(type: GraphQLOutputType, of: string, schema: GraphQLSchema): unknown {
  if (isNonNullType(type)) return presentValue(type.ofType as GraphQLOutputType, of, schema)
  return hash(`${of} null`) % 8 === 0 ? null : presentValue(type, of, schema)
}

function presentValue(type: GraphQLOutputType, of: string, schema: GraphQLSchema): unknown {
  if (isListType(type))
    return Array.from({ length: hash(`${of} length`) % 4 }, (_, index) => valueOf(type.ofType as GraphQLOutputType, `${of} ${index}`, schema))
  if (isLeafType(type)) return type.name === 'Int' ? hash(of) % 100 : `${type.name} ${hash(of) % 1000}`
  const names = isAbstractType(type) ? schema.getPossibleTypes(type).map(({ name }) => name) : [String(type)]
  return { __typename: names[hash(`${of} type`) % names.length] ?? '', id: String(hash(of) % 4) }
}
