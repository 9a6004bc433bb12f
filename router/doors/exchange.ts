import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'

import type { Logger } from '@agora/logger/logger.ts'

import type { Trace } from '../telemetry/trace.ts'

/** One HTTP request on its way through a door. */
export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly method: string
  readonly path: string
  /** With its question mark, or empty. */
  readonly search: string
  /** The address that rate limits count by. */
  readonly address: string
  readonly requestId: string
  readonly trace: Trace
  readonly logger: Logger
  /** When it came in, by `performance.now()`. */
  readonly startedAt: number
  /** Adds fields to the line that the log will hold about this request. */
  readonly note: (fields: Readonly<Record<string, unknown>>) => void
}

/** Answers the requests at one address. */
export type Door = (exchange: Exchange) => Promise<void> | void

/** A header that a client may send once; several count as none. */
export function headerOf({ request }: { readonly request: { readonly headers: IncomingHttpHeaders } }, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}
