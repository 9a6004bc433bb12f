import { Kind, parse, type OperationDefinitionNode, type SelectionSetNode } from 'graphql'

import type { EntityList, FetchStep, Rewrite } from '../../planning/plan.ts'
import { answeredKeys, type Fragments } from './answeredKeys.ts'
import type { Writing } from './sharing.ts'

/** A step's request, read. */
export interface Fetch {
  readonly step: FetchStep
  readonly operation: OperationDefinitionNode
  readonly fragments: Fragments
  /** What it brings into the data: one part for a root fetch, one for each list of entities. */
  readonly parts: readonly FetchPart[]
}

/** One part of what a request brings. */
export interface FetchPart extends Writing {
  /** Null for the fields of a root type. */
  readonly list: EntityList | null
  readonly selection: SelectionSetNode
  /** Its top keys that are called otherwise in the data. */
  readonly renames: ReadonlyMap<string, string>
}

/** Reads the request of a step. Throws for a request that is no GraphQL or lacks a list that the step names: a bug of the planner. */
export function readFetch(step: FetchStep): Fetch {
  const { definitions } = parse(step.query, { noLocation: true })
  const operation = definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)
  if (operation === undefined) throw new TypeError(`A fetch from ${step.subgraph} has no operation`)
  const fragments = new Map(definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [])))
  const { brings } = step
  if (brings.kind === 'root') {
    const keys = answeredKeys(operation.selectionSet, fragments, brings.rewrites)
    return {
      step,
      operation,
      fragments,
      parts: [{ list: null, paths: [brings.path], keys, selection: operation.selectionSet, renames: renamesOf(brings.rewrites) }],
    }
  }
  const parts = brings.lists.map((list) => {
    const field = operation.selectionSet.selections.find((node) => node.kind === Kind.FIELD && (node.alias ?? node.name).value === list.key)
    const selection = field?.kind === Kind.FIELD ? field.selectionSet : undefined
    if (selection === undefined) throw new TypeError(`A fetch from ${step.subgraph} does not ask for ${list.key}`)
    return {
      list,
      paths: list.paths,
      keys: answeredKeys(selection, fragments, list.outputRewrites),
      selection,
      renames: renamesOf(list.outputRewrites),
    }
  })
  return { step, operation, fragments, parts }
}

function renamesOf(rewrites: readonly Rewrite[]): Map<string, string> {
  return new Map(
    rewrites.flatMap((rewrite) => {
      const [key, ...below] = rewrite.path.flatMap((segment) => (segment.kind === 'key' ? [segment.key] : []))
      return rewrite.kind === 'rename' && key !== undefined && below.length === 0 ? [[key, rewrite.to] as const] : []
    }),
  )
}
