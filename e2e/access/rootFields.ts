import { readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'

import {
  buildSchema,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
  getNamedType,
  Kind,
  parse,
  type ConstDirectiveNode,
  type GraphQLInputType,
} from 'graphql'

const schemaFile = (name: string): string => readFileSync(new URL(`../../schema/${name}`, import.meta.url), 'utf8')
const publishedSubgraphs = readdirSync(new URL('../../schema/subgraphs/', import.meta.url)).map((file) => basename(file, '.graphql'))
const api = buildSchema(schemaFile('api.graphql'))

/** A field of Query or Mutation, as clients see it. */
export interface RootField {
  readonly kind: 'query' | 'mutation'
  readonly name: string
}

const INERT: Readonly<Record<string, string>> = {
  Int: '1',
  Float: '1',
  Boolean: 'false',
  String: '""',
  ID: '"none"',
  BigInt: '"1"',
  DateTime: '"2026-01-01T00:00:00.000Z"',
}

/** A literal for a place such as `ArchiveProductInput.id`; undefined leaves it to the inert one of its type. */
export type Samples = (place: string) => string | undefined

interface Place {
  readonly name: string
  readonly type: GraphQLInputType
}

function sampleOf({ name, type }: Place, samples: Samples): string {
  if (isNonNullType(type)) return sampleOf({ name, type: type.ofType }, samples)
  const chosen = samples(name)
  if (chosen !== undefined) return chosen
  if (isListType(type)) return '[]'
  if (isEnumType(type)) return type.getValues()[0]?.name ?? 'null'
  if (!isInputObjectType(type)) return INERT[type.name] ?? '""'
  const places = Object.values(type.getFields()).map((field) => ({ field, place: { name: `${type.name}.${field.name}`, type: field.type } }))
  const given = places.filter(({ field, place }) => isRequiredInputField(field) || samples(place.name) !== undefined)
  return `{ ${given.map(({ field, place }) => `${field.name}: ${sampleOf(place, samples)}`).join(', ')} }`
}

/** A literal of the type that means nothing: empty texts, ids of nothing, required input fields only. */
export const inertLiteral = (type: GraphQLInputType): string => sampleOf({ name: '', type }, () => undefined)

/**
 * The smallest operation that asks for a root field. Without samples its texts are empty and its ids are of nothing, so that whoever may
 * ask changes as little as possible.
 */
export function operationFor({ kind, name }: Pick<RootField, 'kind' | 'name'>, samples: Samples = () => undefined): string {
  const field = (kind === 'query' ? api.getQueryType() : api.getMutationType())?.getFields()[name]
  if (field === undefined) throw new Error(`There is no ${kind} ${name}`)
  const given = field.args
    .filter((argument) => isRequiredArgument(argument))
    .map((argument) => `${argument.name}: ${sampleOf({ name: `${name}.${argument.name}`, type: argument.type }, samples)}`)
  const selection = isLeafType(getNamedType(field.type)) ? '' : ' { __typename }'
  return `${kind} { ${name}${given.length > 0 ? `(${given.join(', ')})` : ''}${selection} }`
}

function rootFieldsOf(kind: RootField['kind']): RootField[] {
  const root = kind === 'query' ? api.getQueryType() : api.getMutationType()
  return Object.keys(root?.getFields() ?? {}).map((name) => ({ kind, name }))
}

/** Every root field of the composed schema. */
export const rootFields: readonly RootField[] = [...rootFieldsOf('query'), ...rootFieldsOf('mutation')]

/** Where a root field is resolved, and what the SDL there asks of a viewer. */
export interface RootFieldOwner {
  readonly subgraph: string
  /** Whether a token is asked for. */
  readonly authenticated: boolean
  /** Any of these sets of scopes is enough; null when none is asked for. */
  readonly scopes: readonly (readonly string[])[] | null
}

function scopesOf(directives: readonly ConstDirectiveNode[]): RootFieldOwner['scopes'] {
  const value = directives.find(({ name }) => name.value === 'requiresScopes')?.arguments?.[0]?.value
  if (value?.kind !== Kind.LIST) return null
  return value.values.map((set) => (set.kind === Kind.LIST ? set.values.flatMap((scope) => (scope.kind === Kind.STRING ? [scope.value] : [])) : []))
}

function ownersIn(subgraph: string): [string, RootFieldOwner][] {
  return parse(schemaFile(`subgraphs/${subgraph}.graphql`)).definitions.flatMap((definition): [string, RootFieldOwner][] => {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.OBJECT_TYPE_EXTENSION) return []
    if (definition.name.value !== 'Query' && definition.name.value !== 'Mutation') return []
    return (definition.fields ?? []).map(({ name, directives = [] }) => {
      const authenticated = directives.some((directive) => directive.name.value === 'authenticated')
      return [name.value, { subgraph, authenticated, scopes: scopesOf(directives) }]
    })
  })
}

/** The owner of each root field by its name. `node` is the part of the graph that lives inside the router. */
export const owners: ReadonlyMap<string, RootFieldOwner> = new Map(publishedSubgraphs.flatMap(ownersIn))
