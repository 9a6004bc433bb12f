import { buildSubgraphSchema } from '@apollo/subgraph'
import {
  execute,
  getNullableType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  parse,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql'

import type { SubgraphAnswer } from '../execution/askSubgraph.ts'
import type { CallSubgraph } from '../execution/callSubgraph.ts'
import { withFederation } from './composeSupergraph.ts'

type Thing = Readonly<Record<string, unknown>>

/** What a field needs of its object, each with the arguments that it needs it for. */
export interface Requirements {
  readonly [coordinate: string]: readonly (readonly [field: string, args: Thing, below?: readonly (readonly [field: string, args: Thing])[]])[]
}

/**
 * A world whose things are what their names make them: a value follows from the type, the id, the field and its arguments, whoever is asked. So whatever
 * subgraphs make of it together can be held against what one schema makes of it.
 */
export interface World {
  /** Sets the world apart from others. */
  readonly seed: number
  /** The types that an interface or union stands for; the id decides. */
  readonly members: Readonly<Record<string, readonly string[]>>
  readonly requirements: Requirements
  /** Whether a field of a thing fails. */
  readonly fails: (coordinate: string, id: string) => boolean
}

type ResolverArguments = readonly [Thing, Thing, unknown, GraphQLResolveInfo]

function hash(...parts: readonly unknown[]): number {
  let value = 2166136261
  for (const character of JSON.stringify(parts)) value = Math.imul(value ^ character.charCodeAt(0), 16777619)
  return (value ^ (value >>> 15)) >>> 0
}

/** Types of one interface are one kind of thing: what one subgraph calls by the interface's name another calls by theirs. */
function kindOf({ members }: World, type: string): string {
  return Object.entries(members).find(([name, own]) => name === type || own.includes(type))?.[0] ?? type
}

function thing(world: World, type: string, id: string): Thing {
  const types = world.members[type]
  return { __typename: types === undefined ? type : types[Number(id) % types.length], id }
}

function valueOf(world: World, type: GraphQLOutputType, key: readonly unknown[]): unknown {
  const nullable = getNullableType(type)
  const drawn = hash(world.seed, ...key)
  if (!isNonNullType(type) && drawn % 9 === 0) return null
  if (isListType(nullable)) return Array.from({ length: drawn % 3 }, (_, i) => valueOf(world, nullable.ofType as GraphQLOutputType, [...key, i]))
  if (isEnumType(nullable)) return nullable.getValues()[drawn % nullable.getValues().length]?.name
  if (!isLeafType(nullable)) return thing(world, nullable.name, String(drawn % 4))
  const leaves: Readonly<Record<string, unknown>> = { Int: drawn % 100, Float: (drawn % 100) / 4, Boolean: drawn % 2 === 0, ID: String(drawn % 5) }
  return leaves[nullable.name] ?? `text ${drawn % 1000}`
}

/** Answers a field of a schema whose things are of the world. */
function resolve(world: World, [source, args, , { fieldName, parentType, returnType, schema }]: ResolverArguments): unknown {
  const own = source[fieldName]
  if (own !== undefined) return own
  const kind = kindOf(world, parentType.name)
  const coordinate = `${kind}.${fieldName}`
  const id = String(source['id'] ?? 'root')
  if (world.fails(coordinate, id)) throw new Error(`${coordinate} fails`)
  const field = (of: Thing, name: string, given: Thing): unknown => (Object.hasOwn(of, name) ? of[name] : valueIn(world, schema, { of, name, given }))
  const needed = (world.requirements[coordinate] ?? []).map(([name, given, below]) => {
    const value = field(source, name, given)
    return below === undefined || value === null ? value : below.map(([inner, more]) => field(value as Thing, inner, more))
  })
  return valueOf(world, returnType, [kind, id, fieldName, args, ...needed])
}

/** A field that somebody else is asked for where the world is one. */
function valueIn(
  world: World,
  schema: GraphQLSchema,
  { of, name, given }: { readonly of: Thing; readonly name: string; readonly given: Thing },
): unknown {
  const type = schema.getType(String(of['__typename']))
  const field = type !== undefined && 'getFields' in type ? type.getFields()[name] : undefined
  if (field === undefined || !('type' in field)) throw new TypeError(`${String(of['__typename'])}.${name} was not sent along`)
  return valueOf(world, field.type as GraphQLOutputType, [kindOf(world, String(of['__typename'])), of['id'], name, given])
}

/** What one schema over the whole world answers. */
export async function askWorld(world: World, schema: GraphQLSchema, request: { readonly query: string; readonly variables: Thing }) {
  return execute({
    schema,
    document: parse(request.query),
    variableValues: request.variables,
    rootValue: {},
    fieldResolver: (...given) => resolve(world, given as ResolverArguments),
    typeResolver: (value) => String((value as Thing)['__typename']),
  })
}

/** A way to subgraphs of the world, in this process. */
export function subgraphsOf(world: World, sdl: Readonly<Record<string, string>>): CallSubgraph {
  const schemas = Object.fromEntries(
    Object.entries(sdl).map(([name, text]) => {
      const typeDefs = parse(withFederation(text))
      const entities = Object.fromEntries(
        typeDefs.definitions.flatMap((node) =>
          'name' in node && node.name !== undefined && 'directives' in node && node.directives?.some((one) => one.name.value === 'key') === true
            ? [[node.name.value, { __resolveReference: (reference: Thing) => referred(world, reference) }] as const]
            : [],
        ),
      )
      return [name, buildSubgraphSchema([{ typeDefs, resolvers: entities }])] as const
    }),
  )
  return async ({ subgraph, body }) => {
    const schema = schemas[subgraph]
    if (schema === undefined) throw new TypeError(`There is no ${subgraph}`)
    const { query, variables } = JSON.parse(body) as { readonly query: string; readonly variables?: Thing }
    const result = await execute({
      schema,
      document: parse(query),
      variableValues: variables,
      rootValue: {},
      fieldResolver: (...given) => resolve(world, given as ResolverArguments),
      typeResolver: (value) => String((value as Thing)['__typename']),
    })
    return JSON.parse(JSON.stringify(result)) as SubgraphAnswer
  }
}

/** A subgraph is told an interface's name where it knows no better; one that knows the members finds out which it is. */
function referred(world: World, reference: Thing): Thing {
  const type = String(reference['__typename'])
  return world.members[type] === undefined ? reference : { ...reference, ...thing(world, type, String(reference['id'])) }
}
