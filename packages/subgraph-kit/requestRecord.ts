import type { Logger } from '@agora/logger/logger.ts'
import { DURATION_BUCKETS, type Metrics } from '@agora/metrics/metrics.ts'
import type { Viewer } from '@agora/security/viewer.ts'

/** What is kept of a request after it was answered: no text of its own, no personal data. */
export interface RequestRecord {
  readonly requestId: string
  readonly traceId: string
  readonly spanId: string
  readonly viewer: Viewer
  readonly operation?: string | undefined
  readonly status: number
  readonly seconds: number
}

/** Makes the function that writes one line and one observation a request. */
export function requestRecorder(metrics: Metrics, logger: Logger): (request: RequestRecord) => void {
  const duration = metrics.histogram('http_request_duration_seconds', 'Time to answer a GraphQL request.', {
    labels: ['status'],
    buckets: DURATION_BUCKETS,
  })
  // These lines hold ids and figures alone: looking through each for secrets would cost more than writing it.
  const plain = logger.child({}, { redact: [] })
  return ({ viewer, seconds, ...line }) => {
    duration.observe({ status: String(line.status) }, seconds)
    const sub = viewer.kind === 'anonymous' ? {} : { sub: viewer.sub }
    plain.info({ ...line, ...sub, durationMs: Math.round(seconds * 1e5) / 100 }, 'Answered')
  }
}
