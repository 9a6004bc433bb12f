import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

import type { Logger } from '@agora/logger/logger.ts'
import type { Viewer } from '@agora/security/viewer.ts'

import type { RequestFacts } from './context.ts'

const REQUEST_ID = /^[A-Za-z0-9._:-]{1,128}$/
/** https://www.w3.org/TR/trace-context/#traceparent-header */
const TRACEPARENT = /^00-([0-9a-f]{32})-[0-9a-f]{16}-([0-9a-f]{2})$/
/** By which the router says for how long it waits. */
const TIMEOUT_HEADER = 'x-request-timeout-ms'
const TIMEOUT = /^\d{1,10}$/
const LONGEST_TIMEOUT_MS = 60_000
const NO_TRACE = '0'.repeat(32)

/** The facts of a request with the ids under which it is logged. */
export interface TracedFacts extends RequestFacts {
  readonly ids: { readonly requestId: string; readonly traceId: string; readonly spanId: string }
  /** How many milliseconds its answer is waited for, at most a minute; undefined where nobody says. */
  readonly timeoutMs: number | undefined
}

/** Takes the request's ids from its headers, as far as they are well formed, and makes those that are missing. */
export function requestFacts(headers: IncomingHttpHeaders, viewer: Viewer, logger: Logger): TracedFacts {
  const given = headers['x-request-id']
  const requestId = typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID()
  const parent = TRACEPARENT.exec(String(headers['traceparent'] ?? ''))
  const known = parent?.[1] !== undefined && parent[1] !== NO_TRACE
  const traceId = known ? (parent[1] ?? '') : randomHex()
  const spanId = randomHex().slice(16)
  const ids = { requestId, traceId, spanId }
  const traceparent = `00-${traceId}-${spanId}-${parent?.[2] ?? '00'}`
  return { viewer, requestId, traceparent, ids, timeoutMs: timeoutOf(headers), logger: lazyChild(logger, ids) }
}

function timeoutOf({ [TIMEOUT_HEADER]: given }: IncomingHttpHeaders): number | undefined {
  return typeof given === 'string' && TIMEOUT.test(given) ? Math.min(Number(given), LONGEST_TIMEOUT_MS) : undefined
}

/** A child logger that is made when something is said: making one costs more than most requests have to say. */
function lazyChild(logger: Logger, bindings: object): Logger {
  let child: Logger | undefined
  return new Proxy(logger, {
    get(parent, key) {
      child ??= parent.child(bindings)
      return Reflect.get(child, key) as unknown
    },
  })
}

/** 32 digits, never all zero. Node draws UUIDs from a store of random bytes, which is many times cheaper than asking for bytes. */
const randomHex = (): string => randomUUID().replaceAll('-', '')
