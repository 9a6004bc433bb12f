import { Pool } from 'undici'

import { codedError } from '@agora/errors/graphqlError.ts'
import type { Metrics } from '@agora/metrics/metrics.ts'
import { DURATION_BUCKETS } from '@agora/metrics/metrics.ts'
import { IDENTITY_HEADER } from '@agora/security/identityToken.ts'
import type { Viewer } from '@agora/security/viewer.ts'

import type { RequestContext } from '../telemetry/requestContext.ts'
import { childTraceparent } from '../telemetry/trace.ts'
import type { Subgraph, SubgraphRequest } from './askSubgraph.ts'
import { readSubgraphAnswer } from './readSubgraphAnswer.ts'

/** How one subgraph is reached over HTTP. */
export interface HttpSubgraphOptions {
  readonly name: string
  readonly url: string
  readonly connections: number
  readonly timeoutMs: number
  readonly maxResponseBytes: number
  /** Signs for whom is asked; null where the subgraph knows no such token. */
  readonly mint: ((viewer: Viewer) => string) | null
  readonly observe: ObserveCall
}

/** Told of each call: how it ended and how long it took, in seconds. */
export type ObserveCall = (subgraph: string, outcome: 'answered' | 'failed', seconds: number) => void

/** The metrics of calls to subgraphs. */
export function observeCalls(metrics: Metrics): ObserveCall {
  const durations = metrics.histogram('router_subgraph_duration_seconds', 'Calls to subgraphs, by outcome.', {
    labels: ['subgraph', 'outcome'],
    buckets: DURATION_BUCKETS,
  })
  return (subgraph, outcome, seconds) => durations.observe({ subgraph, outcome }, seconds)
}

/** A subgraph behind a pool of kept connections. Of the client's headers none is passed on. */
export function createHttpSubgraph(options: HttpSubgraphOptions): { readonly ask: Subgraph; close(): Promise<void> } {
  const { name, observe, timeoutMs } = options
  const { origin, pathname, search } = new URL(options.url)
  // Subgraphs keep idle connections for 65 s: ours go first, so that no request meets a connection that is just being closed.
  const pool = new Pool(origin, {
    connections: options.connections,
    pipelining: 1,
    keepAliveTimeout: 30_000,
    keepAliveMaxTimeout: 60_000,
    connect: { timeout: 2000 },
  })
  const ask: Subgraph = async (request, context) => {
    const startedAt = performance.now()
    const seconds = (): number => (performance.now() - startedAt) / 1000
    try {
      const { statusCode, body } = await pool.request({
        method: 'POST',
        path: `${pathname}${search}`,
        headers: headersFor(context, options.mint),
        body: bodyOf(request),
        signal: AbortSignal.any([context.signal, AbortSignal.timeout(timeoutMs)]),
      })
      const answer = await readSubgraphAnswer(statusCode, body, options.maxResponseBytes)
      observe(name, 'answered', seconds())
      return answer
    } catch (error) {
      observe(name, 'failed', seconds())
      // Whoever waited for the answer has gone: there is nothing to report.
      if (!context.signal.aborted) context.logger.error({ err: error, subgraph: name }, 'Subgraph call failed')
      throw isOurs(error) ? error : codedError('SERVICE_UNAVAILABLE', 'A part of this answer comes from a service that cannot be reached at present.')
    }
  }
  return { ask, close: () => pool.close() }
}

function isOurs(error: unknown): boolean {
  return error instanceof Error && error.name === 'GraphQLError'
}

function headersFor({ viewer, requestId, trace }: RequestContext, mint: HttpSubgraphOptions['mint']): Record<string, string> {
  const headers = { 'content-type': 'application/json', accept: 'application/json', 'x-request-id': requestId, traceparent: childTraceparent(trace) }
  return mint === null ? headers : { ...headers, [IDENTITY_HEADER]: mint(viewer) }
}

function bodyOf({ query, variables, operationName }: SubgraphRequest): string {
  return JSON.stringify({ query, variables, operationName })
}
