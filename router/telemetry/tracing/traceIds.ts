import type { IdGenerator } from '@opentelemetry/sdk-trace'

import type { Trace } from '../trace.ts'

/** Ids of spans, some of which were given away before the span began. */
export interface TraceIds extends IdGenerator {
  /** The span that is begun next, in the same turn, is the one of a request whose ids its log lines and its calls name already. */
  expect(trace: Trace): void
}

/** Makes ids by `random`, where none is expected. */
export function createTraceIds(random: IdGenerator): TraceIds {
  let traceId: string | undefined
  let spanId: string | undefined
  return {
    expect(trace) {
      traceId = trace.traceId
      spanId = trace.spanId
    },
    generateTraceId() {
      const given = traceId ?? random.generateTraceId()
      traceId = undefined
      return given
    },
    generateSpanId() {
      const given = spanId ?? random.generateSpanId()
      spanId = undefined
      return given
    },
  }
}
