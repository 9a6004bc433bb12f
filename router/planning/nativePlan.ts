import type {
  BatchFetchNode,
  EntityBatchAlias,
  FetchNode,
  FetchNodePathSegment,
  FetchRewrite,
  FlattenNodePathSegment,
  PlanNode,
  RequiresSelection,
} from '@graphql-hive/router-query-planner'

import { onlyWhereAsked } from './onlyWhereAsked.ts'
import type {
  EntityFields,
  EntityList,
  FetchStep,
  Path,
  PathSegment,
  PlanStep,
  Representation,
  RequiredSelection,
  Rewrite,
  RewriteSegment,
} from './plan.ts'
import { namesOfTypes, type PossibleTypes } from './possibleTypes.ts'
import { firstThatFits } from './representations.ts'
import { conditionOf, parallelOf, sequenceOf } from './steps.ts'

/** What the native planner hands over differs from its declared types where they are optional: it says null, too. */
type Given<T> = T | null | undefined

/** The native planner's plan in our words. */
export function translateNativePlan(node: Given<PlanNode>, types: PossibleTypes): PlanStep | null {
  if (node == null) return null
  switch (node.kind) {
    case 'Sequence':
      return sequenceOf(node.nodes.map((inner) => translateNativePlan(inner, types)))
    case 'Parallel':
      return parallelOf(node.nodes.map((inner) => translateNativePlan(inner, types)))
    case 'Condition':
      return conditionOf(node.condition, translateNativePlan(node.ifClause, types), translateNativePlan(node.elseClause, types))
    case 'Flatten':
      if (node.node.kind !== 'Fetch') throw new Error(`The native planner put a ${node.node.kind} under a path.`)
      return translateFetch(node.node, node.path, types)
    case 'Fetch':
      return translateFetch(node, [], types)
    case 'Subscription':
      return translateFetch(node.primary, [], types)
    case 'BatchFetch':
      return fetchStep(node, { kind: 'entities', lists: node.entityBatch.aliases.map((alias) => translateList(alias, types)) })
    case 'Defer':
      throw new Error('The native planner plans no @defer.')
  }
}

function translateFetch(node: FetchNode, path: readonly FlattenNodePathSegment[], types: PossibleTypes): PlanStep {
  const { requires, inputRewrites, outputRewrites } = node
  if (requires == null) {
    return onlyWhereAsked(fetchStep(node, { kind: 'root', path: translatePath(path, types), rewrites: rewrites(outputRewrites) }))
  }
  const list = { alias: '_entities', representationsVariableName: 'representations', paths: [[...path]], requires }
  return fetchStep(node, {
    kind: 'entities',
    lists: [translateList({ ...list, inputRewrites: inputRewrites ?? [], outputRewrites: outputRewrites ?? [] }, types)],
  })
}

function fetchStep(node: FetchNode | BatchFetchNode, brings: FetchStep['brings'] | EntityFields): FetchStep {
  return {
    kind: 'fetch',
    subgraph: node.serviceName,
    query: node.operation,
    operation: node.operationKind ?? 'query',
    operationName: node.operationName ?? undefined,
    variables: node.variableUsages ?? [],
    brings,
  }
}

function translateList(alias: EntityBatchAlias, types: PossibleTypes): EntityList {
  return {
    key: alias.alias,
    variable: alias.representationsVariableName,
    paths: alias.paths.map((path) => translatePath(path, types)),
    representations: firstThatFits(alias.requires.map(representation), types),
    inputRewrites: rewrites(alias.inputRewrites),
    outputRewrites: rewrites(alias.outputRewrites),
  }
}

/** At the beginning, a path may name the root type, which the data never does. */
function translatePath(path: readonly FlattenNodePathSegment[], types: PossibleTypes): Path {
  const first = path.findIndex((segment) => segment === '@' || 'Field' in segment)
  return path.slice(Math.max(first, 0)).map((segment): PathSegment => {
    if (segment === '@') return { kind: 'items' }
    return 'Field' in segment ? { kind: 'field', key: segment.Field } : { kind: 'types', names: namesOfTypes(types, segment.TypeCondition) }
  })
}

function representation(selection: RequiresSelection): Representation {
  if (selection.kind !== 'InlineFragment') throw new Error(`The native planner requires a ${selection.kind} of no type.`)
  return { on: selection.typeCondition, selections: selection.selections.map(required) }
}

/** The planner's names are the other way round than in GraphQL: `name` is the key in the data, `alias` what it is sent as. */
function required(selection: RequiresSelection): RequiredSelection {
  if (selection.kind === 'FragmentSpread') throw new Error('The native planner requires a fragment without saying what it holds.')
  if (selection.kind === 'InlineFragment') return { kind: 'fragment', on: selection.typeCondition, selections: selection.selections.map(required) }
  const { name, alias, selections = [] } = selection
  return { kind: 'field', key: name, as: alias ?? name, selections: selections.length === 0 ? null : selections.map(required) }
}

function rewrites(given: Given<readonly FetchRewrite[]>): Rewrite[] {
  return (given ?? []).map((rewrite) => {
    if ('KeyRenamer' in rewrite) return { kind: 'rename', path: rewrite.KeyRenamer.path.map(rewriteSegment), to: rewrite.KeyRenamer.renameKeyTo }
    const { path, setValueTo } = 'ValueSetter' in rewrite ? rewrite.ValueSetter : rewrite
    return { kind: 'set', path: path.map(rewriteSegment), value: setValueTo }
  })
}

function rewriteSegment(segment: FetchNodePathSegment): RewriteSegment {
  return 'Key' in segment ? { kind: 'key', key: segment.Key } : { kind: 'types', names: segment.TypenameEquals }
}
