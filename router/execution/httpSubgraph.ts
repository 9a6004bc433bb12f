import { randomUUID } from 'node:crypto'

import { codedError } from '@agora/errors/graphqlError.ts'
import { fail, ok } from '@agora/errors/result.ts'
import type { Metrics } from '@agora/metrics/metrics.ts'
import { DURATION_BUCKETS } from '@agora/metrics/metrics.ts'
import { IDENTITY_HEADER } from '@agora/security/identityToken.ts'
import { anonymous, type Viewer } from '@agora/security/viewer.ts'

import type { Extension, SendCall } from '../extensions/extension.ts'
import { aroundCalls } from '../extensions/hangAround.ts'
import { parseJson } from '../operation/parseJson.ts'
import type { Lasting } from '../reload/lasting.ts'
import { kindOf } from '../subgraphTraffic/repeatable.ts'
import { createSubgraphTraffic } from '../subgraphTraffic/sendToSubgraph.ts'
import type { TrafficMetrics } from '../subgraphTraffic/trafficMetrics.ts'
import type { TrafficPolicy } from '../subgraphTraffic/trafficPolicy.ts'
import type { RequestContext } from '../telemetry/requestContext.ts'
import { childTraceparent, continueTrace } from '../telemetry/trace.ts'
import type { Subgraph, SubgraphAnswer, SubgraphRequest } from './askSubgraph.ts'
import type { CallSubgraph, SubgraphCall } from './callSubgraph.ts'
import type { Reply } from './http/createPost.ts'
import { ReplyTooLong, ReplyUnreadable } from './http/replyErrors.ts'
import { PACKED } from './http/unpack.ts'
import { broken, readSubgraphAnswer, type ReadJson } from './readSubgraphAnswer.ts'

/** How one subgraph is reached over HTTP. */
export interface HttpSubgraphOptions {
  readonly name: string
  /** Of its replicas; one at least. */
  readonly urls: readonly string[]
  readonly policy: TrafficPolicy
  /** Signs for whom is asked; null where the subgraph knows no such token. */
  readonly mint: ((viewer: Viewer) => string) | null
  readonly observe: ObserveCall
  /** Hung around each call. */
  readonly extensions: readonly Extension[]
  readonly metrics?: TrafficMetrics | undefined
  readonly lasting?: Lasting | undefined
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

/** A subgraph behind kept connections to its replicas. Of the client's headers those are passed on that the config names. */
export interface HttpSubgraph {
  readonly ask: Subgraph
  readonly call: CallSubgraph
  close(): Promise<void>
}

/** Opens the way to a subgraph. */
export function createHttpSubgraph({ name, urls, policy, mint, observe, extensions, metrics, lasting }: HttpSubgraphOptions): HttpSubgraph {
  const fixed = policy.compression ? [...JSON_BOTH_WAYS, 'accept-encoding', PACKED] : JSON_BOTH_WAYS
  const ownHeaders = (): string[] => headersFor(fixed, { viewer: anonymous, requestId: randomUUID(), trace: continueTrace(undefined) }, { mint })
  const traffic = createSubgraphTraffic({ name, urls, policy, metrics, lasting, ownHeaders })
  const sendCall: SendCall = ({ operation, query, body, headers: added }, context) =>
    traffic.send({
      operation,
      query,
      body,
      headers: () => headersFor(fixed, context, { mint, forwarded: context.forwarded?.to(name), added }),
      signal: context.signal,
    })
  const send = aroundCalls(extensions, sendCall, name)
  const exchange = async (call: SubgraphCall, context: RequestContext, read: ReadJson): Promise<SubgraphAnswer> => {
    const startedAt = performance.now()
    const seconds = (): number => (performance.now() - startedAt) / 1000
    context.waits?.begin()
    try {
      const reply = await send(call, context)
      takeNote(name, reply, context)
      const answer = readSubgraphAnswer(reply, read)
      observe(name, 'answered', seconds())
      return answer
    } catch (error) {
      observe(name, 'failed', seconds())
      // Whoever waited for the answer has gone: there is nothing to report.
      if (!context.signal.aborted) context.logger.error({ err: error, subgraph: name }, 'Subgraph call failed')
      throw shownAs(error)
    } finally {
      context.waits?.end()
    }
  }
  return {
    ask: (request, context) => exchange(callOf(name, request), context, parseJson),
    call: (request, context) => exchange(request, context, readAsIs),
    close: traffic.close,
  }
}

/** For whoever gathers headers, and whoever counts what requests hold. */
function takeNote(subgraph: string, { headers, text }: Reply, { received, waits }: RequestContext): void {
  received?.take(subgraph, headers)
  waits?.took(text.length)
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
  if (error instanceof ReplyTooLong || error instanceof ReplyUnreadable) return broken(error.message)
  if (error instanceof Error && error.name === 'GraphQLError') return error
  return codedError('SERVICE_UNAVAILABLE', 'A part of this answer comes from a service that cannot be reached at present.')
}

type Asker = Pick<RequestContext, 'viewer' | 'requestId' | 'trace'>

interface Told {
  readonly mint: HttpSubgraphOptions['mint']
  readonly forwarded?: readonly string[] | undefined
  readonly added?: SubgraphCall['headers'] | undefined
}

function headersFor(fixed: readonly string[], { viewer, requestId, trace }: Asker, { mint, forwarded, added }: Told): string[] {
  const headers = [...fixed, 'x-request-id', requestId, 'traceparent', childTraceparent(trace)]
  if (forwarded !== undefined) headers.push(...forwarded)
  if (added !== undefined) headers.push(...Object.entries(added).flat())
  if (mint !== null) headers.push(IDENTITY_HEADER, mint(viewer))
  return headers
}

const JSON_BOTH_WAYS = ['content-type', 'application/json', 'accept', 'application/json']

function callOf(subgraph: string, { query, variables, operationName }: SubgraphRequest): SubgraphCall {
  return { subgraph, operation: kindOf(query), operationName, query, body: JSON.stringify({ query, variables, operationName }) }
}
