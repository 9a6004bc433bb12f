import type { Dispatcher } from 'undici'

import { followSignal } from './followSignal.ts'

/** Where and how a body is posted. */
export interface PostOptions {
  readonly pool: Pick<Dispatcher, 'dispatch'>
  readonly path: string
  readonly timeoutMs: number
  readonly maxResponseBytes: number
}

/** What came back. */
export interface Reply {
  readonly status: number
  readonly text: string
}

/** A body on its way out. */
export interface Posted {
  readonly body: string
  /** Names and values in turn. */
  readonly headers: readonly string[]
  /** Aborted when nobody waits for the reply any more. */
  readonly signal: AbortSignal
}

/** Posts a body. Rejects when there is no reply in time, with `ReplyTooLong` when it is longer than is read, and when the signal is aborted. */
export type Post = (posted: Posted) => Promise<Reply>

/** A reply of more bytes than are read. */
export class ReplyTooLong extends Error {
  override readonly name = 'ReplyTooLong'
}

/** Makes the function that posts over a pool of kept connections. Time counts to the last byte, waiting for a connection included. */
export function createPost({ pool, path, timeoutMs, maxResponseBytes }: PostOptions): Post {
  const send = ({ body, headers }: Posted, handler: Dispatcher.DispatchHandler): boolean =>
    pool.dispatch({ method: 'POST', path, headers: headers as string[], body, headersTimeout: 0, bodyTimeout: 0 }, handler)
  return (posted) =>
    new Promise((resolve, reject) => {
      const reading = readReply(maxResponseBytes, {
        replied(reply) {
          end()
          resolve(reply)
        },
        failed(reason) {
          end()
          reject(reason)
        },
      })
      const timer = setTimeout(() => reading.abandon(new Error(`There was no reply within ${timeoutMs} ms`)), timeoutMs)
      const unfollow = followSignal(posted.signal, () => reading.abandon(new Error('Nobody waits for the reply')))
      const end = (): void => {
        clearTimeout(timer)
        unfollow()
      }
      send(posted, reading.handler)
    })
}

interface Outcome {
  readonly replied: (reply: Reply) => void
  readonly failed: (reason: Error) => void
}

/** A handler that gathers a reply, and what gives it up. One of the outcomes is told, once. */
function readReply(limit: number, { replied, failed }: Outcome): { readonly handler: Dispatcher.DispatchHandler; abandon(reason: Error): void } {
  const chunks: Buffer[] = []
  let status = 0
  let length = 0
  let controller: Dispatcher.DispatchController | undefined
  let given: Error | undefined
  const abandon = (reason: Error): void => {
    if (given !== undefined) return
    given = reason
    controller?.abort(reason)
    failed(reason)
  }
  const handler: Dispatcher.DispatchHandler = {
    onRequestStart(started) {
      controller = started
      // It was given up while it waited for a connection.
      if (given !== undefined) started.abort(given)
    },
    onResponseStart(_, code) {
      status = code
    },
    onResponseData(_, chunk) {
      length += chunk.length
      if (length > limit) abandon(new ReplyTooLong(`The reply is longer than ${limit} bytes`))
      else chunks.push(chunk)
    },
    onResponseEnd() {
      if (given === undefined) replied({ status, text: textOf(chunks, length) })
    },
    onResponseError(_, error) {
      abandon(error)
    },
  }
  return { handler, abandon }
}

function textOf(chunks: readonly Buffer[], length: number): string {
  const [only] = chunks
  return only !== undefined && chunks.length === 1 ? only.toString() : Buffer.concat(chunks, length).toString()
}
