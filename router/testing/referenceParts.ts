import {
  getArgumentValues,
  getNullableType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'

import { deferOf, labelOf } from '../incremental/deferDirective.ts'
import { fragmentsOf, operationOf } from '../planning/rootFields.ts'

type Data = Readonly<Record<string, unknown>>
type Path = readonly (string | number)[]

/** One part: where, under which label, what. */
export interface ReferencePart {
  readonly path: Path
  readonly label: string | undefined
  readonly data: unknown
  readonly errors: readonly { readonly path: Path }[]
}

/** What an operation is executed over. */
export interface ReferenceParts {
  readonly schema: GraphQLSchema
  readonly document: DocumentNode
  readonly variables: Data
  /** Answers a field at once, or throws. Objects of interfaces and unions say their `__typename`. */
  readonly resolve: (source: Data, args: Data, info: Pick<GraphQLResolveInfo, 'fieldName' | 'parentType' | 'returnType' | 'schema'>) => unknown
}

interface Patch {
  readonly label: string | undefined
  readonly type: GraphQLObjectType
  readonly source: Data
  readonly set: SelectionSetNode
  readonly path: Path
}

/** What is being answered: a part's errors, and the patches of what has not become null. */
interface Part {
  readonly errors: { readonly path: Path }[]
  patches: readonly Patch[]
}

const NULL = new Error('A null that must not be one')

/**
 * The parts of an answer as simply as can be: the specification's execution, field by field, where a deferred fragment is a part with all that it selects, one for each object. The
 * first part has the empty path.
 */
export function referenceParts(given: ReferenceParts): { readonly first: ReferencePart; readonly later: readonly ReferencePart[] } {
  const operation = operationOf(given.document, undefined)
  const type = given.schema.getRootType(operation.operation)
  if (type === undefined || type === null) throw new TypeError('No root')
  const all: ReferencePart[] = []
  const waiting: Patch[] = [{ label: undefined, type, source: {}, set: operation.selectionSet, path: [] }]
  for (let patch = waiting.shift(); patch !== undefined; patch = waiting.shift()) {
    const part: Part = { errors: [], patches: [] }
    const { label, path } = patch
    all.push({ path, label, data: orNull(part, () => objectOf(given, part, patch.type, [patch.source, [patch.set], path])), errors: part.errors })
    waiting.push(...part.patches)
  }
  const [first, ...later] = all
  if (first === undefined) throw new TypeError('No part')
  return { first, later }
}

/** Of what became null nothing is deferred. */
function orNull(part: Part, make: () => unknown): unknown {
  const before = part.patches
  try {
    return make()
  } catch (error) {
    if (error !== NULL) throw error
    part.patches = before
    return null
  }
}

type Place = readonly [source: Data, sets: readonly SelectionSetNode[], path: Path]

function objectOf(given: ReferenceParts, part: Part, ...[type, [source, sets, path]]: readonly [GraphQLObjectType, Place]): Data {
  const { fields, patches } = collect(given, type, sets)
  const data: Record<string, unknown> = {}
  for (const [key, nodes] of fields) {
    const value = fieldOf(given, part, type, [source, nodes, [...path, key]])
    Object.defineProperty(data, key, { value, enumerable: true })
  }
  part.patches = [...part.patches, ...patches.map((patch) => ({ ...patch, type, source, path }))]
  return data
}

function fieldOf(
  given: ReferenceParts,
  part: Part,
  ...[type, [source, nodes, path]]: readonly [GraphQLObjectType, readonly [Data, readonly FieldNode[], Path]]
): unknown {
  const [node] = nodes
  if (node === undefined || node.name.value === '__typename') return type.name
  const field = type.getFields()[node.name.value]
  if (field === undefined) throw new TypeError(`No ${node.name.value}`)
  const { schema, resolve, variables } = given
  const complete = (): unknown => {
    let value: unknown
    try {
      const info = { fieldName: field.name, parentType: type, returnType: field.type, schema }
      value = resolve(source, getArgumentValues(field, node, variables), info)
    } catch {
      part.errors.push({ path })
      if (isNonNullType(field.type)) throw NULL
      return null
    }
    return valueOf(given, part, field.type, [value, nodes, path])
  }
  return isNonNullType(field.type) ? complete() : orNull(part, complete)
}

function valueOf(
  given: ReferenceParts,
  part: Part,
  ...[type, [value, nodes, path]]: readonly [GraphQLOutputType, readonly [unknown, readonly FieldNode[], Path]]
): unknown {
  if (value === null || value === undefined) {
    if (!isNonNullType(type)) return null
    part.errors.push({ path })
    throw NULL
  }
  const nullable = getNullableType(type)
  if (isListType(nullable)) {
    const item: GraphQLOutputType = nullable.ofType
    return (value as readonly unknown[]).map((one, index) => {
      const complete = (): unknown => valueOf(given, part, item, [one, nodes, [...path, index]])
      return isNonNullType(item) ? complete() : orNull(part, complete)
    })
  }
  if (isLeafType(nullable)) return value
  const object = isAbstractType(nullable) ? given.schema.getType(String((value as Data)['__typename'])) : nullable
  const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? [])
  return objectOf(given, part, object as GraphQLObjectType, [value as Data, sets, path])
}

/** CollectFields; the same fragment deferred twice at one object is one part. */
function collect({ schema, document, variables }: ReferenceParts, type: GraphQLObjectType, sets: readonly SelectionSetNode[]) {
  const fragments = fragmentsOf(document)
  const fields = new Map<string, FieldNode[]>()
  const patches = new Map<SelectionNode, Pick<Patch, 'label' | 'set'>>()
  const seen = new Set<string>()
  const says = (node: NonNullable<SelectionNode['directives']>[number], otherwise: boolean): boolean => {
    const value = node.arguments?.find(({ name }) => name.value === 'if')?.value
    return value?.kind === Kind.VARIABLE ? variables[value.name.value] === true : value?.kind === Kind.BOOLEAN ? value.value : otherwise
  }
  const counts = ({ directives = [] }: SelectionNode): boolean =>
    directives.every((one) => (one.name.value === 'skip' ? !says(one, false) : one.name.value !== 'include' || says(one, true)))
  const fits = (on: string | undefined): boolean => {
    const wanted = on === undefined ? type : schema.getType(on)
    return wanted === type || (isAbstractType(wanted) && schema.isSubType(wanted, type))
  }
  const read = ({ selections }: SelectionSetNode): void => {
    for (const node of selections.filter(counts)) {
      const key = node.kind === Kind.FIELD ? (node.alias ?? node.name).value : ''
      if (node.kind === Kind.FIELD) fields.set(key, [...(fields.get(key) ?? []), node])
      else {
        const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value) : node
        if (fragment === undefined || !fits(fragment.typeCondition?.name.value)) continue
        const defer = deferOf(node)
        if (defer !== undefined && says(defer, true)) patches.set(node, { label: labelOf(defer), set: fragment.selectionSet })
        else if (node.kind === Kind.INLINE_FRAGMENT || !seen.has(node.name.value)) {
          if (node.kind === Kind.FRAGMENT_SPREAD) seen.add(node.name.value)
          read(fragment.selectionSet)
        }
      }
    }
  }
  sets.forEach(read)
  return { fields, patches: [...patches.values()] }
}
