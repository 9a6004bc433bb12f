import type { IncomingHttpHeaders } from 'node:http'

import type { Dispatcher } from 'undici'

import { followSignal } from './followSignal.ts'
import { CallFailed, ReplyTooLong } from './replyErrors.ts'
import { isPacked, unpack } from './unpack.ts'

/** Where and how a body is posted. */
export interface PostOptions {
  readonly pool: Pick<Dispatcher, 'dispatch'>
  readonly path: string
  /** Of a reply, packed or not. */
  readonly maxResponseBytes: number
}

/** What came back. */
export interface Reply {
  readonly status: number
  readonly text: string
  readonly headers: ReplyHeaders
}

/** Names in lower case. */
export type ReplyHeaders = Readonly<IncomingHttpHeaders>

/** A body on its way out. */
export interface Posted {
  readonly body: string
  /** Names and values in turn. */
  readonly headers: readonly string[]
  /** Aborted when nobody waits for the reply any more. */
  readonly signal: AbortSignal
  readonly timeoutMs: number
}

/** Posts a body. Rejects with `CallFailed` when there is no reply, with `ReplyTooLong` when it is longer than is read, with `ReplyUnreadable` when it is no text. */
export type Post = (posted: Posted) => Promise<Reply>

/** Makes the function that posts over a pool of kept connections. Time counts to the last byte, waiting for a connection included. */
export function createPost({ pool, path, maxResponseBytes }: PostOptions): Post {
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
      const { signal, timeoutMs } = posted
      const timer = setTimeout(() => reading.abandon(new CallFailed('late', `There was no reply within ${timeoutMs} ms`)), timeoutMs)
      const unfollow = followSignal(signal, () => reading.abandon(new CallFailed('gone', 'Nobody waits for the reply')))
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
  let headers: ReplyHeaders = {}
  let controller: Dispatcher.DispatchController | undefined
  let given: Error | undefined
  const abandon = (reason: Error): void => {
    if (given !== undefined) return
    given = reason
    controller?.abort(reason)
    failed(reason)
  }
  const reply = (bytes: Buffer): void => void (given ?? replied({ status, text: bytes.toString(), headers }))
  const handler: Dispatcher.DispatchHandler = {
    onRequestStart(started) {
      controller = started
      // It was given up while it waited for a connection.
      if (given !== undefined) started.abort(given)
    },
    onResponseStart(_, code, fields) {
      status = code
      headers = fields
    },
    onResponseData(_, chunk) {
      length += chunk.length
      if (length > limit) abandon(new ReplyTooLong(`The reply is longer than ${limit} bytes`))
      else chunks.push(chunk)
    },
    onResponseEnd() {
      const encoding = headers['content-encoding']
      if (isPacked(encoding)) unpack(joined(chunks, length), encoding, limit).then(reply, abandon)
      else reply(joined(chunks, length))
    },
    onResponseError(_, error) {
      abandon(new CallFailed(controller === undefined ? 'unsent' : 'broken', error.message, error))
    },
  }
  return { handler, abandon }
}

function joined(chunks: readonly Buffer[], length: number): Buffer {
  const [only] = chunks
  return only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks, length)
}
