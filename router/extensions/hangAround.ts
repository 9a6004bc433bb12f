import type { AnswerOperation, AnswerRequest, Extension, PlanOperation, SendCall } from './extension.ts'

/** Hangs extensions around what answers requests over HTTP, the first outermost. Without any it is the same function. */
export function aroundRequests(extensions: readonly Extension[], answer: AnswerRequest): AnswerRequest {
  return extensions.reduceRight((next, { request }) => request?.(next) ?? next, answer)
}

/** Hangs extensions around what answers operations, the first outermost. Without any it is the same function. */
export function aroundOperations(extensions: readonly Extension[], answer: AnswerOperation): AnswerOperation {
  return extensions.reduceRight((next, { operation }) => operation?.(next) ?? next, answer)
}

/** Hangs extensions around what sends calls to a subgraph, the first outermost. */
export function aroundCalls(extensions: readonly Extension[], send: SendCall, subgraph: string): SendCall {
  return extensions.reduceRight((next, { subgraphCall }) => subgraphCall?.(next, subgraph) ?? next, send)
}

/** Hangs extensions around a planner, the first outermost. */
export function aroundPlanning(extensions: readonly Extension[], plan: PlanOperation): PlanOperation {
  return extensions.reduceRight((next, extension) => extension.plan?.(next) ?? next, plan)
}
