import { Pool } from 'undici'

import { codedError } from '@agora/errors/graphqlError.ts'
import { fail, ok } from '@agora/errors/result.ts'
import type { Metrics } from '@agora/metrics/metrics.ts'
import { DURATION_BUCKETS } from '@agora/metrics/metrics.ts'
import { IDENTITY_HEADER } from '@agora/security/identityToken.ts'
import type { Viewer } from '@agora/security/viewer.ts'

import { parseJson } from '../operation/parseJson.ts'
import type { RequestContext } from '../telemetry/requestContext.ts'
import { childTraceparent } from '../telemetry/trace.ts'
import type { Subgraph, SubgraphAnswer, SubgraphRequest } from './askSubgraph.ts'
import type { CallSubgraph } from './callSubgraph.ts'
import { createPost, ReplyTooLong } from './http/createPost.ts'
import { broken, readSubgraphAnswer, type ReadJson } from './readSubgraphAnswer.ts'

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
export interface HttpSubgraph {
  readonly ask: Subgraph
  readonly call: CallSubgraph
  close(): Promise<void>
}

/** Opens the way to a subgraph. */
export function createHttpSubgraph(options: HttpSubgraphOptions): HttpSubgraph {
  const { name, observe, timeoutMs, maxResponseBytes, mint } = options
  const { origin, pathname, search } = new URL(options.url)
  // Subgraphs keep idle connections for 65 s: ours go first, so that no request meets a connection that is just being closed.
  const pool = new Pool(origin, {
    connections: options.connections,
    pipelining: 1,
    keepAliveTimeout: 30_000,
    keepAliveMaxTimeout: 60_000,
    connect: { timeout: 2000 },
  })
  const post = createPost({ pool, path: `${pathname}${search}`, timeoutMs, maxResponseBytes })
  const exchange = async (body: string, context: RequestContext, read: ReadJson): Promise<SubgraphAnswer> => {
    const startedAt = performance.now()
    const seconds = (): number => (performance.now() - startedAt) / 1000
    try {
      const answer = readSubgraphAnswer(await post({ body, headers: headersFor(context, mint), signal: context.signal }), read)
      observe(name, 'answered', seconds())
      return answer
    } catch (error) {
      observe(name, 'failed', seconds())
      // Whoever waited for the answer has gone: there is nothing to report.
      if (!context.signal.aborted) context.logger.error({ err: error, subgraph: name }, 'Subgraph call failed')
      throw shownAs(error)
    }
  }
  return {
    ask: (request, context) => exchange(bodyOf(request), context, parseJson),
    call: ({ body }, context) => exchange(body, context, readAsIs),
    close: () => pool.close(),
  }
}

/** The executor takes only the keys that it asked for, each as the object's own, and cleans what it passes on unread (`foreignJson.ts`): nothing needs to be dropped here. */
function readAsIs(text: string): ReturnType<ReadJson> {
  try {
    return ok(JSON.parse(text))
  } catch {
    return fail('malformed')
  }
}

function shownAs(error: unknown): Error {
  if (error instanceof ReplyTooLong) return broken(error.message)
  if (error instanceof Error && error.name === 'GraphQLError') return error
  return codedError('SERVICE_UNAVAILABLE', 'A part of this answer comes from a service that cannot be reached at present.')
}

function headersFor({ viewer, requestId, trace }: RequestContext, mint: HttpSubgraphOptions['mint']): string[] {
  const headers = [...JSON_BOTH_WAYS, 'x-request-id', requestId, 'traceparent', childTraceparent(trace)]
  if (mint !== null) headers.push(IDENTITY_HEADER, mint(viewer))
  return headers
}

const JSON_BOTH_WAYS = ['content-type', 'application/json', 'accept', 'application/json']

function bodyOf({ query, variables, operationName }: SubgraphRequest): string {
  return JSON.stringify({ query, variables, operationName })
}
