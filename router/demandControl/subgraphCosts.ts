import { Kind, parse } from 'graphql'

import { codedError } from '@agora/errors/graphqlError.ts'
import { createMemo } from '@agora/security/memo.ts'

import type { RouterConfig } from '../config/routerConfig.ts'
import type { SendCall } from '../extensions/extension.ts'
import type { CostMetrics } from './costMetrics.ts'
import type { CostModel } from './costModel.ts'
import { estimateCost } from './estimateCost.ts'

/** What the calls to one subgraph are limited by. */
export interface SubgraphLimit {
  readonly model: CostModel
  readonly subgraph: string
  readonly limit: { readonly max: number; readonly listSize?: number | undefined }
  readonly settings: Pick<RouterConfig['demandControl'], 'mode' | 'listSize'>
  readonly told: CostMetrics
}

/** Calls that are remembered by their text. */
const REMEMBERED = 1000

/** Makes no call that is expected to cost more than its subgraph answers: the call is answered with an error, so that its part of the answer is null. */
export function limitSubgraph(next: SendCall, { model, subgraph, limit, settings, told }: SubgraphLimit): SendCall {
  const listSize = limit.listSize ?? settings.listSize
  const costOf = createMemo({ limit: REMEMBERED, make: (query) => costOfCall(model, query, listSize) })
  return (call, context) => {
    const cost = costOf(call.query)(call.body)
    const isTooMuch = cost > limit.max
    told.subgraph(subgraph, cost, isTooMuch ? 'too_expensive' : 'ok')
    return isTooMuch && settings.mode === 'enforce'
      ? Promise.resolve({ status: 200, text: refusal(cost, limit.max), headers: {} })
      : next(call, context)
  }
}

function costOfCall(model: CostModel, query: string, listSize: number): (body: string) => number {
  const document = parse(query, { noLocation: true })
  const definition = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)
  if (definition === undefined) return () => 0
  const estimate = estimateCost(model, { document, definition, listSize, isForSubgraph: true })
  const takesNothing = (definition.variableDefinitions ?? []).length === 0
  return (body) => estimate(takesNothing ? {} : ((JSON.parse(body) as { readonly variables?: Record<string, unknown> }).variables ?? {})).cost
}

function refusal(cost: number, max: number): string {
  const message = `A part of this answer is expected to cost ${cost} points of one service; it answers at most ${max}.`
  const { extensions } = codedError('SUBGRAPH_COST_ESTIMATED_TOO_EXPENSIVE', message, { cost, max })
  return JSON.stringify({ data: null, errors: [{ message, extensions }] })
}
