import type { GraphQLError } from 'graphql'

import { judgeFaults } from '../execution/errors/explained.ts'
import { MOST_ERRORS } from '../execution/errors/placeErrors.ts'
import type { Showing } from '../execution/errors/shownPaths.ts'
import { setValue } from '../execution/generation/names.ts'
import { compileIntrospection } from '../execution/introspection/introspect.ts'
import { compilePlan, type RunPlan } from '../execution/plan/compilePlan.ts'
import type { Gathering } from '../execution/plan/gathering.ts'
import { conditionsOf, refused, visibleOf, type LaterPart, type OperationParts, type PreparedOperation } from '../execution/preparedOperation.ts'
import { MOST_FAULTS } from '../execution/projection/faults.ts'
import type { RequestContext } from '../telemetry/requestContext.ts'
import { compileCuts, type CutPart, type CutParts, type WaitingPart } from './cutParts.ts'
import { clientLabel } from './deferVariants.ts'
import { deliverParts, type FurtherParts, type ReadyParts } from './deliverParts.ts'
import { gatherParts, type GatheredParts } from './gatherParts.ts'
import { partErrors } from './partErrors.ts'
import { placeOfPart, type WrittenOut } from './writeOutParts.ts'

/** What an operation is prepared from of which something is deferred. */
export interface InPartsOptions extends OperationParts {
  /** The labels by which the plan knows parts. */
  readonly planned: WrittenOut['planned']
}

/** Compiles an operation of which something is deferred. It is settled (`createDeferVariants`) and was planned as `writeOutParts` wrote it. */
export function createPreparedInParts(options: InPartsOptions): PreparedOperation {
  const { plan, schema, facts, generateAfter } = options
  const runPlan: RunPlan = plan === null ? NOTHING : compilePlan(plan, facts, generateAfter)
  const prepared: Prepared = {
    ...options,
    runPlan,
    cuts: compileCuts({ ...options, interfaceObjects: facts.interfaceObjects }),
    visible: plan === null ? new Map() : visibleOf(plan),
  }
  const introspect = options.introspection === null ? null : compileIntrospection(schema, options.introspection)
  const conditions = conditionsOf(options)
  return {
    async run(variables, context) {
      const undecided = conditions.find((name) => typeof variables[name] !== 'boolean')
      if (undecided !== undefined) return refused(undecided)
      const gathering: Gathering = { data: {}, variables, context, call: options.call, failures: [], isOver: false }
      const introspected = introspect?.(variables)
      for (const [key, value] of Object.entries(introspected?.data ?? {})) setValue(gathering.data, key, value)
      const gone = new AbortController()
      const laterContext = { ...context, signal: AbortSignal.any([context.gone ?? context.signal, gone.signal]) }
      const gathered = gatherParts(runPlan, gathering, laterContext)
      await gathered.root
      const cut = prepared.cuts.first(gathering.data, variables)
      const { errors, ...given } = told({ path: [], ...cut }, firstErrors(prepared, gathering, cut))
      const answer = { ...given, errors: [...(introspected?.errors ?? []), ...errors].slice(0, MOST_ERRORS) }
      if (cut.waiting.length === 0) return answer
      return { ...answer, later: deliver({ prepared, gathering, gathered }, cut.waiting, { context: laterContext, stop: () => gone.abort() }) }
    },
  }
}

const NOTHING: RunPlan = { root: () => undefined, deferred: [], fetches: [] }

interface Prepared extends Pick<InPartsOptions, 'planned' | 'facts'> {
  readonly runPlan: RunPlan
  readonly cuts: CutParts
  readonly visible: Showing['visible']
}

interface Delivering {
  readonly prepared: Prepared
  readonly gathering: Gathering
  readonly gathered: GatheredParts
}

function deliver(
  delivering: Delivering,
  first: readonly WaitingPart[],
  { context, stop }: { readonly context: RequestContext; readonly stop: () => void },
): AsyncIterable<FurtherParts<LaterPart>> {
  return deliverParts({
    first,
    keyOf: ({ label, path }) => placeOfPart(label, path),
    ready: (group) => makeParts(delivering, group),
    signal: context.signal,
    stop,
  })
}

async function makeParts({ prepared, gathering, gathered }: Delivering, group: readonly WaitingPart[]): Promise<ReadyParts<WaitingPart, LaterPart>> {
  const { planned, cuts } = prepared
  const [one] = group
  const own = await gathered.gather(one === undefined ? [] : (planned.get(placeOfPart(one.label, one.path)) ?? []))
  const cut = group.map((part) => ({ label: clientLabel(part.label), path: part.path, ...cuts.next(part, gathering.variables) }))
  const failed = partErrors(cut, { own, earlier: gathering.failures }, showingOf(prepared, gathering))
  return {
    parts: cut.map((part) => ({ label: part.label, path: part.path, ...told(part, failed.get(part) ?? []) })),
    waiting: cut.flatMap(({ waiting }) => waiting),
  }
}

function firstErrors(prepared: Prepared, gathering: Gathering, cut: CutPart): readonly GraphQLError[] {
  const part = { path: [], data: cut.data }
  return partErrors([part], { own: gathering.failures, earlier: [] }, showingOf(prepared, gathering)).get(part) ?? []
}

function showingOf({ facts, visible, runPlan }: Prepared, { data, variables }: Gathering): Omit<Showing, 'answer'> {
  return { data, variables, facts, visible, fetches: runPlan.fetches }
}

/** A part with its errors: what subgraphs said, and what the part itself lacks. */
function told(
  { path, data, faults, denied }: CutPart & Pick<WaitingPart, 'path'>,
  failed: readonly GraphQLError[],
): Omit<LaterPart, 'label' | 'path'> {
  const judged = judgeFaults(faults, failed, path)
  return { data, errors: [...failed, ...judged.errors], denied: { paths: judged.denied.slice(0, MOST_FAULTS), count: denied } }
}
