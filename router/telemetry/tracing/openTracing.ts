import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, ParentBasedSampler, RandomIdGenerator, TraceIdRatioBasedSampler, TracerProvider } from '@opentelemetry/sdk-trace'

import type { RouterConfig } from '../../config/routerConfig.ts'
import { createTraceIds, type TraceIds } from './traceIds.ts'

/** Where spans are begun, and sent from. */
export interface Tracing {
  readonly provider: TracerProvider
  readonly ids: TraceIds
  /** Sends what has ended, if the collector takes it, and stops. Never rejects. */
  close(): Promise<void>
}

/** Spans that wait to be sent, at most; beyond them new ones are dropped, for a collector that is away must not fill the memory. */
const MOST_WAITING = 4096
const SEND_WITHIN_MS = 5000

/** Opens the way of spans to a collector, as OTLP over HTTP in JSON. */
export function openTracing(traces: NonNullable<RouterConfig['telemetry']['traces']>): Tracing {
  const ids = createTraceIds(new RandomIdGenerator())
  const exporter = new OTLPTraceExporter({ url: traces.endpoint, headers: traces.headers, timeoutMillis: SEND_WITHIN_MS })
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'router' }),
    idGenerator: ids,
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(traces.ratio) }),
    spanProcessors: [new BatchSpanProcessor({ exporter, maxQueueSize: MOST_WAITING, scheduledDelayMillis: traces.everyMs })],
  })
  return {
    provider,
    ids,
    // A collector that is away takes nothing any more; that must not keep anybody from leaving.
    close: () => provider.shutdown().catch(() => undefined),
  }
}
