import type { OperationDefinitionNode } from 'graphql'

import type { Supergraph } from '../supergraph/readSupergraph.ts'
import { apartRepresentations } from './apartRepresentations.ts'
import { createKeepApart } from './keepApart.ts'
import type { DeferredPart, Plan, PlanStep } from './plan.ts'
import type { Planner, PlanRequest } from './planner.ts'
import { operationOf, rootFieldsOf, type RootField } from './rootFields.ts'
import { mapFetches, sequenceOf } from './steps.ts'
import { withoutLeftOut } from './withoutLeftOut.ts'

/** What is to be done for an operation, as an adapter finds it. */
export interface PlannedSteps {
  readonly root: PlanStep | null
  readonly deferred: readonly DeferredPart[]
}

/** Plans one operation as it stands, with root fields that must be asked of somebody. */
export type PlanSteps = (request: PlanRequest & { readonly operation: OperationDefinitionNode }) => Promise<PlannedSteps>

/**
 * A planner of an adapter's, with what both leave to be done: response keys that are kept apart, `__typename` of the root, which nobody is
 * asked for, and mutations strictly in series.
 */
export function plannerOf(name: Planner['name'], supergraph: Supergraph, planSteps: PlanSteps): Planner {
  const keepApart = createKeepApart(supergraph.document)
  return {
    name,
    async plan(request): Promise<Plan> {
      const document = keepApart(request.document)
      const asked = withoutLeftOut(document)
      const operation = operationOf(asked, request.operationName)
      const fields = rootFieldsOf(asked, operation)
      if (fields.every(({ node }) => node.name.value === '__typename')) return { root: null, deferred: [], document }
      const planned = await planSeries({ ...request, document: asked, operation }, fields, planSteps)
      const apart = (root: PlanStep | null): PlanStep | null => mapFetches(root, (fetch) => apartRepresentations(fetch, operation))
      return { root: apart(planned.root), deferred: planned.deferred.map((part) => ({ ...part, step: apart(part.step) })), document }
    },
  }
}

async function planSeries(request: Parameters<PlanSteps>[0], fields: readonly RootField[], planSteps: PlanSteps): Promise<PlannedSteps> {
  const planned = await planSteps(request)
  if (request.operation.operation !== 'mutation' || isSerial(planned.root)) return planned
  const series = byResponseKey(fields)
  return series.length < 2 ? planned : inSeries(await Promise.all(series.map((group) => planSteps(only(group, request)))))
}

/**
 * Whether nothing is asked but mutations: those are made in order. Whatever else a plan asks for, it asks after or beside the mutations of
 * other fields, while the specification wants each field complete before the next is begun.
 */
function isSerial(step: PlanStep | null): boolean {
  if (step === null) return true
  if (step.kind === 'sequence') return step.steps.every(isSerial)
  if (step.kind === 'condition') return isSerial(step.whenTrue) && isSerial(step.whenFalse)
  return step.kind === 'fetch' && step.operation === 'mutation'
}

function byResponseKey(fields: readonly RootField[]): RootField[][] {
  const asked = fields.filter(({ node }) => node.name.value !== '__typename')
  return [...Map.groupBy(asked, ({ node }) => (node.alias ?? node.name).value).values()]
}

function only(group: readonly RootField[], request: Parameters<PlanSteps>[0]): Parameters<PlanSteps>[0] {
  const selections = group.map(({ selection }) => selection)
  const operation = { ...request.operation, selectionSet: { ...request.operation.selectionSet, selections } }
  const definitions = request.document.definitions.map((definition) => (definition === request.operation ? operation : definition))
  return { ...request, operation, document: { ...request.document, definitions } }
}

function inSeries(parts: readonly PlannedSteps[]): PlannedSteps {
  const deferred: DeferredPart[] = []
  for (const part of parts) {
    const before = deferred.length
    deferred.push(...part.deferred.map((later) => ({ ...later, after: later.after.map((position) => position + before) })))
  }
  return { root: sequenceOf(parts.map(({ root }) => root)), deferred }
}
