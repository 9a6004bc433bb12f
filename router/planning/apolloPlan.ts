import type { DeferredNode, QueryPlan, ResponsePath } from '@apollo/query-planner'

import { translateApolloFetch, translateApolloPath } from './apolloFetch.ts'
import type { DeferCondition, DeferredPart, PlanStep } from './plan.ts'
import type { PlannedSteps } from './plannerOf.ts'
import type { PossibleTypes } from './possibleTypes.ts'
import { conditionOf, parallelOf, sequenceOf } from './steps.ts'

type ApolloNode = NonNullable<QueryPlan['node']>

/** What is around a node. */
interface Surroundings {
  readonly types: PossibleTypes
  readonly path: ResponsePath
  readonly when: readonly DeferCondition[]
  /** The position of the deferred part that it belongs to; -1 for none. */
  readonly part: number
  /** Which part each fetch belongs to, by its id; ids are unique under an outermost `Defer`. */
  readonly owners: Map<string, number>
  /** All deferred parts so far; what each depends on is known once all are there. */
  readonly parts: (() => DeferredPart)[]
}

/** The plan of `@apollo/query-planner` in our words. */
export function translateApolloPlan({ node }: QueryPlan, types: PossibleTypes): PlannedSteps {
  const parts: Surroundings['parts'] = []
  const root = translateNode(node, { types, path: [], when: [], part: -1, owners: new Map(), parts })
  return { root, deferred: inOrder(parts.map((part) => part())) }
}

function translateNode(node: ApolloNode | undefined, around: Surroundings): PlanStep | null {
  if (node === undefined) return null
  const inside = (inner: ApolloNode | undefined): PlanStep | null => translateNode(inner, around)
  const where = (inner: ApolloNode | undefined, condition: DeferCondition): PlanStep | null =>
    translateNode(inner, { ...around, when: [...around.when, condition] })
  switch (node.kind) {
    case 'Sequence':
      return sequenceOf(node.nodes.map(inside))
    case 'Parallel':
      return parallelOf(node.nodes.map(inside))
    case 'Subscription':
      return sequenceOf([inside(node.primary), inside(node.rest)])
    case 'Flatten':
      return translateNode(node.node, { ...around, path: [...around.path, ...node.path] })
    case 'Condition': {
      const { condition: variable, ifClause, elseClause } = node
      return conditionOf(variable, where(ifClause, { variable, is: true }), where(elseClause, { variable, is: false }))
    }
    case 'Defer': {
      const within = around.part === -1 ? { ...around, owners: new Map<string, number>() } : around
      const primary = translateNode(node.primary.node, within)
      for (const deferred of node.deferred) translateDeferred(deferred, within)
      return primary
    }
    case 'Fetch':
      if (node.id !== undefined) around.owners.set(node.id, around.part)
      return translateApolloFetch(node, around.path, around.types)
  }
}

function translateDeferred({ node, depends, label, queryPath, subselection }: DeferredNode, around: Surroundings): void {
  const { parts, part: parent, owners, when } = around
  const position = parts.length
  const after = (): number[] => [...new Set([parent, ...depends.map(({ id }) => owners.get(id) ?? -1)])].filter((part) => part !== -1)
  parts.push(() => ({ ...described, after: after(), step }))
  const step = translateNode(node, { ...around, path: [], part: position })
  const described = {
    label,
    path: translateApolloPath(queryPath, around.types),
    // A part with parts of its own says in these what remains of it.
    selection: (node?.kind === 'Defer' ? node.primary.subselection : subselection) ?? null,
    when,
    atOnce: parent === -1 && step !== null && depends.length === 0 && queryPath.length === 0,
  }
}

/** Each part after those it depends on; as they were where that is so already. */
function inOrder(parts: readonly DeferredPart[]): DeferredPart[] {
  const order: number[] = []
  while (order.length < parts.length) {
    const next = parts.findIndex((part, position) => !order.includes(position) && part.after.every((before) => order.includes(before)))
    if (next === -1) throw new Error('Parts of a plan wait for each other.')
    order.push(next)
  }
  return order.flatMap((position) => {
    const part = parts[position]
    return part === undefined ? [] : [{ ...part, after: part.after.map((before) => order.indexOf(before)) }]
  })
}
