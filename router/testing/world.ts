import { buildSubgraphSchema } from '@apollo/subgraph'
import {
  execute,
  getNullableType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  parse,
  type DocumentNode,
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
  /** Of those, what some subgraph calls by the interface's name alone. Without it: all of them. */
  readonly interfaceObjects?: readonly string[]
  /** Keys beside `id`, by coordinate: they tell whose they are. */
  readonly keys?: readonly string[]
  readonly requirements: Requirements
  /** Whether a field of a thing fails. */
  readonly fails: (coordinate: string, id: string) => boolean
}

const KEY = 'key of '

type ResolverArguments = readonly [Thing, Thing, unknown, Pick<GraphQLResolveInfo, 'fieldName' | 'parentType' | 'returnType' | 'schema'>]

function hash(...parts: readonly unknown[]): number {
  let value = 2166136261
  for (const character of JSON.stringify(parts)) value = Math.imul(value ^ character.charCodeAt(0), 16777619)
  return (value ^ (value >>> 15)) >>> 0
}

/** Types of one interface are one kind of thing: what one subgraph calls by the interface's name another calls by theirs. */
function kindOf({ members, interfaceObjects = Object.keys(members) }: World, type: string): string {
  return interfaceObjects.find((name) => name === type || members[name]?.includes(type) === true) ?? type
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
export function resolve(world: World, [source, args, , { fieldName, parentType, returnType, schema }]: ResolverArguments): unknown {
  const own = source[fieldName]
  if (own !== undefined) return own
  const kind = kindOf(world, parentType.name)
  const coordinate = `${kind}.${fieldName}`
  const id = String(source['id'] ?? 'root')
  if (world.fails(coordinate, id)) throw new Error(`${coordinate} fails`)
  const field = (of: Thing, name: string, given: Thing): unknown => (Object.hasOwn(of, name) ? of[name] : valueIn(world, schema, { of, name, given }))
  if (world.keys?.includes(coordinate) === true) return `${KEY}${id}`
  const needed = (world.requirements[coordinate] ?? []).map(([name, given, below]) => {
    const under = (value: unknown): unknown => {
      if (below === undefined || value === null) return value
      return Array.isArray(value) ? value.map(under) : below.map(([inner, more]) => field(value as Thing, inner, more))
    }
    return under(field(source, name, given))
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
    contextValue: world,
    fieldResolver: (...given) => resolve(world, given as ResolverArguments),
    typeResolver: (value) => String((value as Thing)['__typename']),
  })
}

/** A way to subgraphs of the world, in this process. */
export function subgraphsOf(world: World, sdl: Readonly<Record<string, string>>): CallSubgraph {
  const documents = Object.entries(sdl).map(([name, text]) => [name, parse(withFederation(text))] as const)
  return openSubgraphs(Object.fromEntries(documents))(world)
}

/** Ways to subgraphs that are the same ones in any world: their schemas are made once. */
export function openSubgraphs(documents: Readonly<Record<string, DocumentNode>>): (world: World) => CallSubgraph {
  const schemas = Object.fromEntries(
    Object.entries(documents).map(([name, typeDefs]) => {
      const entities = typeDefs.definitions.flatMap((node) =>
        'name' in node && node.name !== undefined && 'directives' in node && node.directives?.some((one) => one.name.value === 'key') === true
          ? [[node.name.value, { __resolveReference: (reference: Thing, world: World) => referred(world, reference) }] as const]
          : [],
      )
      return [name, buildSubgraphSchema([{ typeDefs, resolvers: Object.fromEntries(entities) }])] as const
    }),
  )
  return (world) =>
    async ({ subgraph, body }) => {
      const schema = schemas[subgraph]
      if (schema === undefined) throw new TypeError(`There is no ${subgraph}`)
      const { query, variables } = JSON.parse(body) as { readonly query: string; readonly variables?: Thing }
      const result = await askWorld(world, schema, { query, variables: variables ?? {} })
      return JSON.parse(JSON.stringify(result)) as SubgraphAnswer
    }
}

/** A subgraph is told an interface's name where it knows no better; one that knows the members finds out which it is. */
function referred(world: World, given: Thing): Thing {
  const type = String(given['__typename'])
  const key = given['id'] === undefined ? Object.values(given).find((value) => String(value).startsWith(KEY)) : undefined
  const reference = key === undefined ? given : { ...given, id: String(key).slice(KEY.length) }
  return world.members[type] === undefined ? reference : { ...reference, ...thing(world, type, String(reference['id'])) }
}
