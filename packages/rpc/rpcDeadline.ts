import type { IncomingMessage, ServerResponse } from 'node:http'

import type { SignedCall } from '@agora/security/callToken.ts'

import type { RpcCall } from './routes.ts'

/** No call is worked on for longer, whatever its caller says. */
export const MAX_TIMEOUT_MS = 60_000

const TIMEOUT = /^\d{1,10}$/

/** How long the caller of a Connect call waits, in milliseconds; undefined when it says so in a way that the protocol does not know. */
export function timeoutOf({ headers }: IncomingMessage): number | undefined {
  const text = headers['connect-timeout-ms']
  if (text === undefined) return MAX_TIMEOUT_MS
  return typeof text === 'string' && TIMEOUT.test(text) ? Math.min(Number(text), MAX_TIMEOUT_MS) : undefined
}

/** A call that is being answered. */
export interface WaitingCall extends RpcCall {
  /** The answer, or undefined once the caller waits no longer. */
  settle<Answer>(answer: Promise<Answer>): Promise<Answer | undefined>
}

/** What a handler is told of its call, from the moment that its headers are there. */
export function waitingCall(
  { request, response, call }: { request: IncomingMessage; response: ServerResponse; call: SignedCall },
  timeoutMs: number,
): WaitingCall {
  const deadline = performance.now() + timeoutMs
  const remainingMs = (): number => Math.max(0, deadline - performance.now())
  // Most handlers never look at their signal, and making one costs more than the rest of a small call.
  let controller: AbortController | undefined
  return {
    caller: call.caller,
    requestId: oneHeader(request.headers['x-request-id']),
    traceparent: oneHeader(request.headers['traceparent']),
    remainingMs,
    get signal() {
      if (controller !== undefined) return controller.signal
      const made = (controller = new AbortController())
      if (response.closed || remainingMs() === 0) made.abort()
      else response.once('close', () => response.writableFinished || made.abort())
      return made.signal
    },
    settle: (answer) => inTime(answer, remainingMs(), () => controller?.abort(new DOMException('The caller waits no longer', 'TimeoutError'))),
  }
}

/** What a promise gives, or undefined when it gives nothing in time. */
export function inTime<Answer>(answer: Promise<Answer>, ms: number, onLate: () => void = () => undefined): Promise<Answer | undefined> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      onLate()
      resolve(undefined)
    }, ms)
    answer.then(
      (value) => {
        clearTimeout(timer)
        resolve(value)
      },
      (error: Error) => {
        clearTimeout(timer)
        reject(error)
      },
    )
  })
}

/** A header that is only passed on, if it is of a sane length. */
export const oneHeader = (value: string | string[] | null | undefined): string | undefined =>
  typeof value === 'string' && value.length <= 128 ? value : undefined
