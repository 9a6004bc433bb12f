import { parse } from 'graphql'

import { createLogger } from '@agora/logger/logger.ts'

import type { SubgraphAnswer } from '../execution/askSubgraph.ts'
import type { SubgraphCall } from '../execution/callSubgraph.ts'
import { compilePlan } from '../execution/plan/compilePlan.ts'
import type { Failure, Gathering } from '../execution/plan/gathering.ts'
import { planFacts, type PlanFacts } from '../execution/plan/planFacts.ts'
import type { EntityList, FetchStep, Path, PathSegment, Plan, PlanStep, Representation } from '../planning/plan.ts'
import { systemContext } from '../telemetry/systemContext.ts'

/** A path as text: `users.@.reviews`, with `|Book|Film` for types. */
export function path(text: string): Path {
  if (text === '') return []
  return text.split('.').flatMap((part): PathSegment[] => {
    const [key = '', ...names] = part.split('|')
    const segment: PathSegment = key === '@' ? { kind: 'items' } : { kind: 'field', key }
    return names.length === 0 ? [segment] : [segment, { kind: 'types', names }]
  })
}

/** Leaves of a type, by the names that they have in the data and in the representation. */
export function leaves(on: string, ...keys: readonly string[]): Representation {
  return { on, selections: ['__typename', ...keys].map((key) => ({ kind: 'field', key, as: key, selections: null })) }
}

/** A list of entities at a path or several. */
export function list(paths: string | readonly string[], representations: readonly Representation[], more: Partial<EntityList> = {}): EntityList {
  const given = typeof paths === 'string' ? [paths] : paths
  return { key: '_entities', variable: 'representations', paths: given.map(path), representations, inputRewrites: [], outputRewrites: [], ...more }
}

/** A fetch of entities. */
export function entities(subgraph: string, query: string, ...lists: readonly EntityList[]): FetchStep {
  return { kind: 'fetch', subgraph, query, operation: 'query', operationName: undefined, variables: [], brings: { kind: 'entities', lists } }
}

/** A fetch of fields of the root. */
export function root(subgraph: string, query: string, more: Partial<FetchStep> = {}): FetchStep {
  const brings = { kind: 'root', path: [], rewrites: [] } as const
  return { kind: 'fetch', subgraph, query, operation: 'query', operationName: undefined, variables: [], brings, ...more }
}

/** A plan that does one thing after another. */
export function inOrder(...steps: readonly PlanStep[]): Plan {
  return planOf({ kind: 'sequence', steps })
}

/** A plan of a step, for an operation of which only the response keys matter. */
export function planOf(step: PlanStep | null, document: string = '{ __typename }'): Plan {
  return { root: step, deferred: [], document: parse(document, { noLocation: true }) }
}

/** Facts of types, given as SDL. */
export function facts(sdl: string = 'type Query { a: Int }'): PlanFacts {
  return planFacts(parse(sdl, { noLocation: true }))
}

/** A context of nobody, who waits for ever. */
export const context = { ...systemContext(createLogger({ service: 'router', level: 'silent' }), 0), signal: new AbortController().signal }

/** What a subgraph answers: the same always, or by what it is asked. A thrown error is a call that failed. */
export type Answers = Readonly<
  Record<string, SubgraphAnswer | ((variables: Record<string, unknown>, call: SubgraphCall) => SubgraphAnswer | Promise<SubgraphAnswer>)>
>

/** A way to subgraphs that answer so, which remembers what they were asked. */
export function fakeSubgraphs(answers: Answers) {
  const calls: { readonly subgraph: string; readonly variables: unknown }[] = []
  const call = async (request: SubgraphCall): Promise<SubgraphAnswer> => {
    const { query, variables = {} } = JSON.parse(request.body) as { query: string; variables?: Record<string, unknown> }
    if (query !== request.query) throw new TypeError('The body holds another query')
    calls.push({ subgraph: request.subgraph, variables })
    const answer = answers[request.subgraph]
    if (answer === undefined) throw new TypeError(`Nobody expected ${request.subgraph} to be asked`)
    const given = typeof answer === 'function' ? await answer(variables, request) : answer
    return structuredClone(given)
  }
  return { call, calls }
}

/** What a run of a plan gathers and asks, in the form of closures and in that of source, which must not differ. */
export async function gather(plan: Plan, answers: Answers, given: { readonly facts?: PlanFacts; readonly variables?: Record<string, unknown> } = {}) {
  const runs: { readonly data: unknown; readonly calls: readonly unknown[]; readonly failures: readonly Failure[] }[] = []
  for (const generateAfter of [Infinity, 0]) {
    const { call, calls } = fakeSubgraphs(answers)
    const gathering: Gathering = { data: {}, variables: given.variables ?? {}, context, call, failures: [], isOver: false }
    await compilePlan(plan, given.facts ?? facts(), generateAfter).root(gathering)
    runs.push({ data: gathering.data, calls, failures: gathering.failures })
  }
  const [closures, source] = runs
  if (closures === undefined || JSON.stringify([closures.data, closures.calls]) !== JSON.stringify([source?.data, source?.calls]))
    throw new Error(`The forms differ:\n${JSON.stringify(runs, null, 1)}`)
  return closures
}
