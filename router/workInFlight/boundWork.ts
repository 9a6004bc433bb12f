import type { Metrics } from '@agora/metrics/metrics.ts'

import type { RouterConfig } from '../config/routerConfig.ts'
import type { AnswerOperation, Extension } from '../extensions/extension.ts'
import { createGate } from './createGate.ts'
import { createExpectedBytes } from './expectedBytes.ts'

/** Below this an operation is none of those that fill memory: it never waits and is not counted. */
const SMALL = 64 * 1024

/**
 * Bounds the bytes of subgraphs' answers that operations under way are about to hold at once, by what the same operations have held before. One core does not answer fifty large operations
 * sooner by beginning them all: it holds the data of fifty meanwhile, and its collector looks at them again and again.
 */
export function boundWork({ config, metrics }: { readonly config: Pick<RouterConfig, 'limits' | 'planning'>; readonly metrics: Metrics }): Extension {
  const gate = createGate(config.limits.bytesInFlight)
  const expected = createExpectedBytes({ small: SMALL, limit: config.planning.plans })
  const waited = metrics.counter('router_operations_waited_total', 'Large operations that waited for their turn before they were begun.', [])
  metrics.gauge('router_operations_waiting', 'Large operations that wait for their turn.', gate.waiting)
  metrics.gauge('router_bytes_in_flight', "Bytes of subgraphs' answers that large operations under way are expected to hold.", gate.held)
  const answered = (next: AnswerOperation, ...[operation, context]: Parameters<AnswerOperation>): ReturnType<AnswerOperation> => {
    const before = context.waits?.bytes() ?? 0
    return next(operation, context).then((answer) => {
      expected.learn(operation.hash, (context.waits?.bytes() ?? 0) - before)
      return answer
    })
  }
  const inTurn = async (size: number, next: AnswerOperation, ...of: Parameters<AnswerOperation>): ReturnType<AnswerOperation> => {
    const turn = gate.enter(size, of[1].signal)
    if (turn !== undefined) waited.inc({})
    if (turn !== undefined && !(await turn)) return next(...of)
    try {
      return await answered(next, ...of)
    } finally {
      gate.leave(size)
    }
  }
  return {
    operation: (next) => (operation, context) => {
      const size = expected.of(operation.hash)
      return size === 0 ? answered(next, operation, context) : inTurn(size, next, operation, context)
    },
  }
}
