import { codedError } from '@agora/errors/graphqlError.ts'
import type { Caller } from '@agora/rpc/caller.ts'

import { childTraceparent } from '../telemetry/trace.ts'
import { notFound, onlyMethods, sendError } from './answers.ts'
import type { Door } from './exchange.ts'

const TIMEOUT_MS = 5000

/** How an internal page is passed on. */
export interface PassOnOptions {
  readonly caller: Caller
  /** The path to ask for, made of the door's own. */
  readonly target: (path: string, search: string) => string
  /** Headers that the answer gets whatever the page said. */
  readonly headers?: Readonly<Record<string, string>>
  /** Headers of the page that are passed on beside its type. */
  readonly keep?: readonly string[]
}

/** A door to a page on the internal port of a subgraph, fetched by a signed GET. None of the client's headers goes along. */
export function passOn({ caller, target, headers = {}, keep = [] }: PassOnOptions): Door {
  return onlyMethods(['GET', 'HEAD'], async (exchange) => {
    const { path, search, requestId, trace, response, method } = exchange
    const answer = await caller.get(target(path, search), { timeoutMs: TIMEOUT_MS, requestId, traceparent: childTraceparent(trace) })
    if (!answer.ok) {
      exchange.logger.error({ fault: answer.error }, 'Internal page was not reached')
      return sendError(exchange, codedError('SERVICE_UNAVAILABLE', 'The service behind this address cannot be reached at present.'))
    }
    const { status, headers: fields, body } = answer.value
    if (status === 404) return notFound(exchange)
    if (status !== 200) {
      exchange.logger.error({ status }, 'Internal page answered something else')
      return sendError(exchange, codedError('INTERNAL_SERVER_ERROR', 'Something went wrong on our side. The request id finds it in the log.'))
    }
    const answered = fields()
    for (const name of ['content-type', ...keep]) {
      const value = answered[name]
      if (value !== undefined) response.setHeader(name, value)
    }
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    response.setHeader('content-length', body.length)
    response.end(method === 'HEAD' ? undefined : body)
  })
}

/** A path below a prefix that holds nothing but plain segments; anything that could climb out of it is refused. */
export function isPlainPath(path: string): boolean {
  return /^(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/.test(path)
}
