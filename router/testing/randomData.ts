import {
  execute,
  getNullableType,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  type DocumentNode,
  type FieldNode,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
} from 'graphql'

import type { Draw } from './randomSelections.ts'

type Data = Record<string, unknown>

type ResolverArguments = readonly [unknown, unknown, unknown, GraphQLResolveInfo]

const ownValue = (source: unknown, key: string | number): unknown => (Object.hasOwn(source as Data, key) ? (source as Data)[key] : undefined)

/** Data that answers an operation without fault, by its response keys, as subgraphs would have sent it. */
export function randomData(schema: GraphQLSchema, document: DocumentNode, draw: Draw): Data {
  const data: Data = {}
  const value = (type: GraphQLOutputType): unknown => {
    const nullable = getNullableType(type)
    if (isListType(nullable)) return Array.from({ length: [2, 1, 0, 3][draw(4)] ?? 1 }, () => value(nullable.ofType as GraphQLOutputType))
    if (isEnumType(nullable)) return draw(2) === 0 ? 'GLAD' : 'SAD'
    if (isLeafType(nullable)) return leaf(nullable.name, draw)
    const types = isAbstractType(nullable) ? schema.getPossibleTypes(nullable) : [nullable]
    return { __typename: String(types[draw(types.length)] ?? 'A') }
  }
  execute({
    schema,
    // Without conditions everything is asked for.
    document: withoutConditions(document),
    rootValue: data,
    fieldResolver: (...[source, , , { path, returnType }]: ResolverArguments) => {
      const key = String(path.key)
      if (ownValue(source, key) === undefined) {
        Object.defineProperty(source, key, { value: value(returnType), enumerable: true, configurable: true, writable: true })
      }
      return ownValue(source, key)
    },
  })
  return data
}

function leaf(name: string, draw: Draw): unknown {
  if (name === 'Int') return draw(5) - 2
  if (name === 'Float') return (draw(5) - 2) / 2
  if (name === 'Boolean') return draw(2) === 0
  if (name === 'Json') return [{ deep: [1, 'two', null] }, 'text', 3][draw(3)]
  return ['', 'one', '"quoted"\n', 'zwei ü'][draw(4)]
}

function withoutConditions(document: DocumentNode): DocumentNode {
  return JSON.parse(JSON.stringify(document), (key, value: unknown) =>
    key === 'directives' || key === 'variableDefinitions' ? [] : value,
  ) as DocumentNode
}

const WRONG: readonly unknown[] = [
  null,
  null,
  null,
  undefined,
  'NOPE',
  '7',
  '',
  2.5,
  7,
  2 ** 40,
  true,
  [],
  [null],
  { __typename: 'A' },
  { __typename: 'Hidden' },
]

/**
 * Puts nulls and nonsense in some places of data. No object loses its `__typename`: where planners leave that out on purpose, the executor does without it, and
 * graphql-js does not.
 */
export function spoil(data: Data, draw: Draw): void {
  for (let i = draw(5); i > 0; i--) {
    const places = placesOf(data)
    const place = places[draw(places.length)]
    if (place === undefined) return
    const [holder, key] = place
    const wrong = structuredClone(WRONG[draw(WRONG.length)])
    if (wrong === undefined && key === '__typename') continue
    if (wrong === undefined && !Array.isArray(holder)) Reflect.deleteProperty(holder, key)
    else Object.defineProperty(holder, key, { value: wrong ?? null, enumerable: true, configurable: true, writable: true })
  }
}

function placesOf(value: object): [object, string][] {
  return Object.entries(value).flatMap(([key, item]) => [
    [value, key] as [object, string],
    ...(typeof item === 'object' && item !== null ? placesOf(item as object) : []),
  ])
}

/** What graphql-js answers for data of `randomData`; a field all of whose nodes are `denied` fails. */
export function reference(schema: GraphQLSchema, document: DocumentNode, given: { data: Data; variables: Data; denied?: ReadonlySet<FieldNode> }) {
  const { data, variables, denied = new Set() } = given
  const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)
  for (const type of Object.values(schema.getTypeMap())) if ('isTypeOf' in type && !type.name.startsWith('__')) type.isTypeOf = isObject
  const result = execute({
    schema,
    document,
    rootValue: data,
    variableValues: variables,
    fieldResolver: (...[source, , , { path, fieldNodes }]: ResolverArguments) => {
      if (fieldNodes.every((node) => denied.has(node))) throw new Error('denied')
      return ownValue(source, path.key)
    },
    typeResolver: (value) => (isObject(value) ? (value as Data)['__typename'] : undefined) as string | undefined,
  })
  if (result instanceof Promise) throw new TypeError('Nothing here is asynchronous')
  const errors = (result.errors ?? []).map(({ message, path }) => {
    const coordinate = /^Cannot return null for non-nullable field (.*)\.$/.exec(message)?.[1]
    return { path: [...(path ?? [])], kind: message === 'denied' ? 'denied' : coordinate === undefined ? 'invalid' : `missing ${coordinate}` }
  })
  return { data: result.data, errors }
}
