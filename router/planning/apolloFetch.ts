import type { FetchNode, QueryPlanSelectionNode, ResponsePath } from '@apollo/query-planner'

import type { EntityFields, FetchStep, PathSegment, Representation, RequiredSelection, Rewrite, RewriteSegment, RootFields } from './plan.ts'
import { namesOfTypes, type PossibleTypes } from './possibleTypes.ts'
import { firstThatFits } from './representations.ts'

const ON_TYPE = '... on '

/** A fetch of `@apollo/query-planner` at a path, in our words. */
export function translateApolloFetch(node: FetchNode, path: ResponsePath, types: PossibleTypes): FetchStep {
  if ((node.contextRewrites ?? []).length > 0) throw new Error('The plan passes arguments from a context, which this router does not know.')
  const at = translateApolloPath(path, types)
  const root = (): RootFields => ({ kind: 'root', path: at, rewrites: rewrites(node.outputRewrites) })
  const entities = (requires: readonly QueryPlanSelectionNode[]): EntityFields => ({
    kind: 'entities',
    lists: [
      {
        key: '_entities',
        variable: 'representations',
        paths: [at],
        representations: firstThatFits(requires.map(representation), types),
        inputRewrites: rewrites(node.inputRewrites),
        outputRewrites: rewrites(node.outputRewrites),
      },
    ],
  })
  return {
    kind: 'fetch',
    subgraph: node.serviceName,
    query: node.operation,
    operation: node.operationKind,
    operationName: node.operationName,
    variables: node.variableUsages ?? [],
    brings: node.requires === undefined ? root() : entities(node.requires),
  }
}

/** A path of the planner's: field names, `@` for each list, and `... on T`. Lists of lists are one segment of ours. */
export function translateApolloPath(path: ResponsePath, types: PossibleTypes): PathSegment[] {
  return path.flatMap((segment, index): PathSegment[] => {
    if (typeof segment !== 'string' || segment.includes('|')) throw new Error(`The plan has a path of an unknown kind: ${path.join('.')}`)
    if (segment === '@') return path[index - 1] === '@' ? [] : [{ kind: 'items' }]
    const type = typeOf(segment)
    return [type === undefined ? { kind: 'field', key: segment } : { kind: 'types', names: namesOfTypes(types, [type]) }]
  })
}

function representation(selection: QueryPlanSelectionNode): Representation {
  if (selection.kind !== 'InlineFragment' || selection.typeCondition === undefined) throw new Error('The plan requires fields of no type.')
  return { on: selection.typeCondition, selections: selection.selections.map(required) }
}

function required(selection: QueryPlanSelectionNode): RequiredSelection {
  if (selection.kind === 'InlineFragment') {
    if (selection.typeCondition === undefined) throw new Error('The plan requires fields of no type.')
    return { kind: 'fragment', on: selection.typeCondition, selections: selection.selections.map(required) }
  }
  const key = selection.alias ?? selection.name
  return { kind: 'field', key, as: key, selections: selection.selections?.map(required) ?? null }
}

/** The same rewrite twice is one: the planner writes one for each way to an interface object. */
function rewrites(given: FetchNode['inputRewrites'] = []): Rewrite[] {
  const seen = new Map(given.map((rewrite) => [JSON.stringify(rewrite), rewrite]))
  return [...seen.values()].map((rewrite) => {
    const path = rewrite.path.map(rewriteSegment)
    return rewrite.kind === 'KeyRenamer' ? { kind: 'rename', path, to: rewrite.renameKeyTo } : { kind: 'set', path, value: rewrite.setValueTo }
  })
}

function rewriteSegment(segment: string): RewriteSegment {
  const type = typeOf(segment)
  return type === undefined ? { kind: 'key', key: segment } : { kind: 'types', names: [type] }
}

function typeOf(segment: string): string | undefined {
  return segment.startsWith(ON_TYPE) ? segment.slice(ON_TYPE.length) : undefined
}
