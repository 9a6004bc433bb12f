import {
  executeSync,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isListType,
  isNonNullType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLAbstractType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'

import type { NullPositions } from '../authorization/authorizationErrors.ts'
import { guardsOf, letPass } from '../authorization/guards.ts'

type Path = readonly (string | number)[]
type Variables = Readonly<Record<string, unknown>>

/** An answer with the nulls that denials put into it. */
export interface DeniedAnswer extends NullPositions {
  readonly data: unknown
  /** `Type.field` of every value in it, by the type of the object that has it. */
  readonly shown: ReadonlySet<string>
}

/** What is asked, of what. */
export interface Question {
  readonly schema: GraphQLSchema
  /** The operation as the client sent it; it must hold one. */
  readonly document: DocumentNode
  /** What is asked of the graph; null for nothing. */
  readonly planned: DocumentNode | null
  readonly denied: ReadonlySet<SelectionNode>
  readonly variables?: Variables
  /** Whether nulls go up to a field that may be null. @default true */
  readonly propagate?: boolean
}

/** A field of the operation at one object. */
interface Entry {
  readonly node: FieldNode
  readonly denied: boolean
}

/** Selections of one object, and whether something denied surrounds them. */
interface Asked {
  readonly set: SelectionSetNode
  readonly under: boolean
}

class NullGoesUp extends Error {}

/**
 * An executor as plain as can be, to hold decisions against: the graph answers what is planned with made-up values, and the original operation
 * says what the answer looks like. Throws where something that is not denied was not planned.
 */
export function answerDenied({ schema, document, planned, denied, variables = {}, propagate = true }: Question): DeniedAnswer {
  const answered = planned === null ? {} : ask(schema, planned, variables)
  const fragments = new Map(document.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [])))
  const definition = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION)
  if (definition === undefined) throw new Error('The document holds no operation')
  const paths: Path[] = []
  const shown = new Set<string>()
  const parts = { schema, variables, denied, fragments }
  const complete = (type: GraphQLOutputType, value: unknown, at: { readonly entries: readonly Entry[]; readonly path: Path }): unknown => {
    if (isNonNullType(type)) {
      const inner = complete(type.ofType, value, at)
      if (inner === null && propagate) throw new NullGoesUp()
      return inner
    }
    return orNull(() => {
      const { entries, path } = at
      if (isListType(type)) return (value as unknown[]).map((item, index) => complete(type.ofType, item, { entries, path: [...path, index] }))
      if (!isCompositeType(type)) return value
      const actual = isAbstractType(type) ? typeAt(schema, type, path) : (type as GraphQLObjectType)
      const sets = entries.flatMap(({ node, denied: under }) => (node.selectionSet === undefined ? [] : [{ set: node.selectionSet, under }]))
      return object(actual, value as Variables, { sets, path })
    })
  }
  const object = (type: GraphQLObjectType, value: Variables, { sets, path }: { readonly sets: readonly Asked[]; readonly path: Path }): unknown => {
    const collected = new Map<string, Entry[]>()
    for (const { set, under } of sets) collect(parts, { set, type, under }, collected)
    const result: Record<string, unknown> = {}
    for (const [key, entries] of collected) {
      const name = entries[0]?.node.name.value ?? ''
      const field = type.getFields()[name]
      if (name === '__typename') result[key] = type.name
      else if (field === undefined) result[key] = value[key]
      else if (entries.every((entry) => entry.denied)) {
        paths.push([...path, key])
        if (isNonNullType(field.type) && propagate) throw new NullGoesUp()
        result[key] = null
      } else {
        if (value[key] === undefined) throw new Error(`${[...path, key].join('.')} is not denied and was not asked for`)
        if (!isCompositeType(getNamedType(field.type))) shown.add(`${type.name}.${name}`)
        result[key] = complete(field.type, value[key], { entries, path: [...path, key] })
      }
    }
    return result
  }
  const root = schema.getRootType(definition.operation)
  if (root === undefined || root === null) throw new Error('The schema has no such root')
  return {
    data: orNull(() => object(root, answered, { sets: [{ set: definition.selectionSet, under: false }], path: [] })),
    paths,
    total: paths.length,
    shown,
  }
}

function orNull(run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    if (error instanceof NullGoesUp) return null
    throw error
  }
}

interface CollectParts {
  readonly schema: GraphQLSchema
  readonly variables: Variables
  readonly denied: ReadonlySet<SelectionNode>
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
}

function collect(
  parts: CollectParts,
  { set, type, under }: { readonly set: SelectionSetNode; readonly type: GraphQLObjectType; readonly under: boolean },
  into: Map<string, Entry[]>,
): void {
  for (const node of set.selections) {
    if (!letPass(guardsOf(node), parts.variables)) continue
    const denied = under || parts.denied.has(node)
    if (node.kind === Kind.FIELD) {
      const key = (node.alias ?? node.name).value
      into.set(key, [...(into.get(key) ?? []), { node, denied }])
      continue
    }
    const { typeCondition, selectionSet } =
      node.kind === Kind.INLINE_FRAGMENT ? node : (parts.fragments.get(node.name.value) as FragmentDefinitionNode)
    const condition = typeCondition === undefined ? type : parts.schema.getType(typeCondition.name.value)
    const applies = condition === type || (isAbstractType(condition) && parts.schema.isSubType(condition, type))
    if (applies) collect(parts, { set: selectionSet, type, under: denied }, into)
  }
}

/** Which type stands at a place is decided by the place alone, so that whoever asks is told the same. */
function typeAt(schema: GraphQLSchema, type: GraphQLAbstractType, path: Path): GraphQLObjectType {
  const types = schema.getPossibleTypes(type)
  const sum = [...path.join('.')].reduce((total, letter) => total * 31 + letter.charCodeAt(0), 7) >>> 0
  return types[sum % types.length] as GraphQLObjectType
}

function ask(schema: GraphQLSchema, document: DocumentNode, variables: Variables): Variables {
  const { data, errors } = executeSync({
    schema,
    document,
    variableValues: variables,
    fieldResolver: (...[, , , { parentType, fieldName, returnType }]) => madeUp(returnType, `${parentType.name}.${fieldName}`),
    typeResolver(...[value, , { path }, type]) {
      const { index } = value as { index: number | undefined }
      // The path is the field's own, without the position in its list.
      const keys: (string | number)[] = index === undefined ? [] : [index]
      for (let at: typeof path | undefined = path; at !== undefined; at = at.prev) keys.unshift(at.key)
      return typeAt(schema, type, keys).name
    },
  })
  if (errors !== undefined) throw new Error(errors[0]?.message)
  return data as Variables
}

function madeUp(type: GraphQLOutputType, coordinate: string, index?: number): unknown {
  const nullable = getNullableType(type)
  if (isListType(nullable)) return [0, 1].map((position) => madeUp(nullable.ofType, coordinate, position))
  if (isCompositeType(nullable)) return { index }
  if (isEnumType(nullable)) return nullable.getValues()[0]?.value
  return nullable.name === 'Int' ? 1 : nullable.name === 'Boolean' ? true : coordinate
}
