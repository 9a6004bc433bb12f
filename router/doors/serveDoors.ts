import type { ServerResponse } from 'node:http'

import { codedError } from '@agora/errors/graphqlError.ts'
import type { Handler } from '@agora/http-server/listen.ts'
import { securityHeaders } from '@agora/http-server/securityHeaders.ts'
import type { Logger } from '@agora/logger/logger.ts'

import { requestIdOf } from '../telemetry/requestId.ts'
import { continueTrace } from '../telemetry/trace.ts'
import type { ClientAddress } from '../traffic/clientAddress.ts'
import { notFound, sendError } from './answers.ts'
import { headerOf, type Door, type Exchange } from './exchange.ts'

/** The doors of one port, by exact path or, where the path ends in `/`, by everything below it. */
export type Doors = Readonly<Record<string, Door>>

/** What a port's doors share. */
export interface ServeDoorsOptions {
  readonly doors: Doors
  /** Runs before each door; true when it has answered already. */
  readonly before?: (exchange: Exchange) => boolean
  readonly clientAddress: ClientAddress
  readonly logger: Logger
  /** Told of every answer: the door's path, the status and the seconds it took. */
  readonly observe: (door: string, status: number, seconds: number) => void
}

const LOGGED_PATH_LENGTH = 200
const QUIET = new Set(['/health', '/ready', '/metrics'])

/** Gives every request its id, its trace, the security headers and a line in the log, then hands it to its door; all else is not there. */
export function serveDoors({ doors, before, clientAddress, logger, observe }: ServeDoorsOptions): Handler {
  const exact = new Map(Object.entries(doors))
  const prefixes = Object.keys(doors).filter((path) => path.endsWith('/'))
  return async (request, response) => {
    const startedAt = performance.now()
    const [path = '/', query] = splitTarget(request.url ?? '/')
    const requestId = requestIdOf(headerOf({ request }, 'x-request-id'))
    const trace = continueTrace(headerOf({ request }, 'traceparent'))
    const fields: Record<string, unknown> = {}
    const exchange: Exchange = {
      request,
      response,
      method: request.method ?? 'GET',
      path,
      search: query === undefined ? '' : `?${query}`,
      address: clientAddress(request.socket.remoteAddress, headerOf({ request }, 'x-forwarded-for')),
      requestId,
      trace,
      startedAt,
      logger: logger.child({ requestId, traceId: trace.traceId }),
      note: (more) => void Object.assign(fields, more),
    }
    setOwnHeaders(response, requestId)
    const place = exact.has(path) ? path : prefixes.find((prefix) => path.startsWith(prefix))
    response.once('close', () => {
      const ms = performance.now() - startedAt
      observe(place ?? 'none', response.statusCode, ms / 1000)
      const line = {
        method: exchange.method,
        path: path.slice(0, LOGGED_PATH_LENGTH),
        status: response.statusCode,
        ms: Math.round(ms * 10) / 10,
        ...fields,
      }
      exchange.logger[QUIET.has(path) ? 'debug' : 'info'](line, response.writableFinished ? 'Request was answered' : 'Request was abandoned')
    })
    if (before?.(exchange) === true) return
    await open(place === undefined ? notFound : (exact.get(place) ?? notFound), exchange)
  }
}

function setOwnHeaders(response: ServerResponse, requestId: string): void {
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value)
  response.setHeader('x-request-id', requestId)
}

async function open(door: Door, exchange: Exchange): Promise<void> {
  try {
    await door(exchange)
  } catch (error) {
    exchange.logger.error({ err: error }, 'Door failed')
    if (exchange.response.headersSent) exchange.response.destroy()
    else sendError(exchange, codedError('INTERNAL_SERVER_ERROR', 'Something went wrong on our side. The request id finds it in the log.'))
  }
}

function splitTarget(target: string): [string, string | undefined] {
  const at = target.indexOf('?')
  return at === -1 ? [target, undefined] : [target.slice(0, at), target.slice(at + 1)]
}
