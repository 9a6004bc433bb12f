import {
  isAbstractType,
  Kind,
  visit,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'

import { labelOf, deferOf } from '../incremental/deferDirective.ts'
import { fragmentsOf, operationOf } from '../planning/rootFields.ts'

type Data = Readonly<Record<string, unknown>>

/** One part: where, under which label, what. */
export interface ExpectedPart {
  readonly path: readonly (string | number)[]
  readonly label: string | undefined
  readonly data: unknown
}

const TYPE = 'type__'

/** The document with the type of every object asked for under a name that `expectedParts` knows. */
export function withTypes(document: DocumentNode): DocumentNode {
  const type = { kind: Kind.FIELD, alias: { kind: Kind.NAME, value: TYPE }, name: { kind: Kind.NAME, value: '__typename' } } as const
  return visit(document, { SelectionSet: { leave: (node) => ({ ...node, selections: [...node.selections, type] }) } })
}

/**
 * The parts of an answer, cut from the whole as simply as can be: the specification's CollectFields, where a deferred fragment is a part with all that it
 * selects. The first part has the empty path and no label.
 * @param whole the answer to `withTypes(document)`.
 */
export function expectedParts(
  schema: GraphQLSchema,
  document: DocumentNode,
  { whole, variables }: { readonly whole: Data; readonly variables: Data },
) {
  const fragments = fragmentsOf(document)
  const later: ExpectedPart[] = []
  const flagOf = (node: SelectionNode | ReturnType<typeof deferOf>, name: string, otherwise: boolean): boolean => {
    const value = node?.kind === Kind.DIRECTIVE ? node.arguments?.find((one) => one.name.value === name)?.value : undefined
    return value?.kind === Kind.VARIABLE ? variables[value.name.value] === true : value?.kind === Kind.BOOLEAN ? value.value : otherwise
  }
  const counts = (node: SelectionNode): boolean =>
    (node.directives ?? []).every((one) =>
      one.name.value === 'skip' ? !flagOf(one, 'if', false) : one.name.value !== 'include' || flagOf(one, 'if', true),
    )
  const fits = (on: string | undefined, type: string): boolean => {
    const wanted = on === undefined ? undefined : schema.getType(on)
    return on === undefined || on === type || (isAbstractType(wanted) && schema.getPossibleTypes(wanted).some(({ name }) => name === type))
  }
  const objectOf = (value: Data, sets: readonly SelectionSetNode[], path: ExpectedPart['path']): unknown => {
    const fields = new Map<string, FieldNode[]>()
    const seen = new Set<string>()
    const parts: { readonly label: string | undefined; readonly set: SelectionSetNode }[] = []
    const read = ({ selections }: SelectionSetNode): void => {
      for (const node of selections.filter(counts)) {
        const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value) : node
        if (node.kind === Kind.FIELD) fields.set((node.alias ?? node.name).value, [...(fields.get((node.alias ?? node.name).value) ?? []), node])
        else if (fragment !== undefined && fragment.kind !== Kind.FIELD && fits(fragment.typeCondition?.name.value, String(value[TYPE]))) {
          const defer = deferOf(node)
          if (defer !== undefined && flagOf(defer, 'if', true)) parts.push({ label: labelOf(defer), set: fragment.selectionSet })
          else if (node.kind !== Kind.FRAGMENT_SPREAD || !seen.has(node.name.value)) {
            if (node.kind === Kind.FRAGMENT_SPREAD) seen.add(node.name.value)
            read(fragment.selectionSet)
          }
        }
      }
    }
    sets.forEach(read)
    const below = (node: FieldNode): SelectionSetNode[] => (node.selectionSet === undefined ? [] : [node.selectionSet])
    const data = [...fields].map(([key, nodes]) => [key, valueOf(value[key], nodes.flatMap(below), [...path, key])] as const)
    for (const { label, set } of parts) later.push({ path, label, data: objectOf(value, [set], path) })
    return Object.fromEntries(data)
  }
  const valueOf = (value: unknown, sets: readonly SelectionSetNode[], path: ExpectedPart['path']): unknown => {
    if (Array.isArray(value)) return value.map((item, index) => valueOf(item, sets, [...path, index]))
    return typeof value === 'object' && value !== null ? objectOf(value as Data, sets, path) : value
  }
  const first = { path: [], label: undefined, data: objectOf(whole, [operationOf(document, undefined).selectionSet], []) }
  return { first, later }
}
