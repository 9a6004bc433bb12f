import type { OperationDefinitionNode } from 'graphql'

import type { Metrics } from '@agora/metrics/metrics.ts'

import type { RouterConfig } from '../config/routerConfig.ts'
import type { Operation } from '../execution/engine.ts'
import type { Answer, AnswerOperation, Extension } from '../extensions/extension.ts'
import { refuse } from '../extensions/refusal.ts'
import type { RequestContext } from '../telemetry/requestContext.ts'
import { actualCost } from './actualCost.ts'
import { createCostMetrics, type CostMetrics } from './costMetrics.ts'
import type { CostModel } from './costModel.ts'
import { countFurther, type CountFurther } from './countFurther.ts'
import type { EstimateOperation } from './estimates.ts'
import { actualTooExpensive, judgeEstimate } from './refusals.ts'
import { limitSubgraph } from './subgraphCosts.ts'

/** What demand is controlled with. */
export interface DemandControlParts {
  readonly model: CostModel
  readonly estimate: EstimateOperation
  readonly config: Pick<RouterConfig, 'demandControl' | 'clients'>
  readonly metrics: Metrics
}

/**
 * Tells what operations cost before they are planned and what their answers cost, and where the config has it enforced refuses what is beyond the limit. A call
 * that is too expensive for its subgraph is not made; what the others answer stands. Null where it is off.
 */
export function controlDemand({ model, estimate, config, metrics }: DemandControlParts): Extension | null {
  const { demandControl: settings, clients } = config
  if (settings.mode === 'off') return null
  const told = createCostMetrics(metrics, clients.known)
  const room: Room = { estimate, actual: settings.actual ? createActuals(model) : null, settings, told }
  return {
    operation: (next) => (operation, context) => control(room, next, { operation, context }),
    subgraphCall(next, subgraph) {
      const limit = settings.subgraphs[subgraph]
      return limit === undefined ? next : limitSubgraph(next, { model, subgraph, limit, settings, told })
    },
  }
}

interface Room {
  readonly estimate: EstimateOperation
  /** Null where answers are not counted. */
  readonly actual: ((operation: Operation, data: Readonly<Record<string, unknown>>) => number) | null
  readonly settings: RouterConfig['demandControl']
  readonly told: CostMetrics
}

interface Asked {
  readonly operation: Operation
  readonly context: RequestContext
}

async function control(room: Room, next: AnswerOperation, { operation, context }: Asked): Promise<Answer> {
  const { estimate, actual, settings, told } = room
  const expected = estimate(operation)
  const refusal = judgeEstimate(expected, settings.max)
  told.estimated(context.client, expected.cost, refusal === null ? 'ok' : expected.fault === null ? 'too_expensive' : 'unknown')
  context.note({ costEstimated: expected.cost })
  if (refusal !== null && settings.mode === 'enforce') return refuse(refusal, context.requestId)
  const answer = await next(operation, context)
  if (actual === null || answer.data == null) return settings.expose ? exposing(answer, { estimated: expected.cost, max: settings.max }) : answer
  return judgeAnswer(answer, answer.data, {
    count: (data) => actual(operation, data),
    // What a mutation has changed is changed: its answer says so at any price.
    refusal: (cost) =>
      cost > settings.max && settings.mode === 'enforce' && operation.definition.operation === 'query'
        ? actualTooExpensive(cost, settings.max)
        : null,
    told(cost) {
      told.actual(context.client, cost, expected.cost)
      context.note({ costActual: cost })
    },
    exposed: settings.expose ? (cost) => ({ estimated: expected.cost, actual: cost, max: settings.max }) : null,
  })
}

function judgeAnswer(answer: Answer, data: Record<string, unknown>, counting: CountFurther): Answer {
  const { count, refusal, told, exposed } = counting
  const cost = count(data)
  const error = refusal(cost)
  if (error === null && answer.later !== undefined) return { ...answer, later: countFurther({ data, later: answer.later }, counting) }
  void answer.later?.[Symbol.asyncIterator]().return?.()
  told(cost)
  const judged = error === null ? answer : { data: null, errors: [error] }
  return exposed === null ? judged : exposing(judged, exposed(cost))
}

const exposing = (answer: Answer, cost: Readonly<Record<string, number>>): Answer => ({
  ...answer,
  extensions: { ...answer.extensions, cost },
})

function createActuals(model: CostModel): NonNullable<Room['actual']> {
  const known = new WeakMap<OperationDefinitionNode, ReturnType<typeof actualCost>>()
  return ({ document, definition, coerced }, data) => {
    let count = known.get(definition)
    if (count === undefined) known.set(definition, (count = actualCost(model, document, definition)))
    return count(data, coerced)
  }
}
