import type { IncomingHttpHeaders } from 'node:http'

import type { Answer } from '@agora/http-client/answer.ts'
import { copyOf, textOf, type LentBytes } from '@agora/http-client/lentBytes.ts'
import type { Connections } from '@agora/http-client/openConnections.ts'

import { followSignal } from './followSignal.ts'
import { CallFailed, ReplyTooLong } from './replyErrors.ts'
import { isPacked, unpack } from './unpack.ts'

/** Where and how a body is posted. */
export interface PostOptions {
  readonly connections: Pick<Connections, 'send'>
  readonly path: string
  /** Of an unpacked reply. */
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

/** Makes the function that posts over kept connections. Time counts to the last byte, waiting for a connection included. */
export function createPost({ connections, path, maxResponseBytes }: PostOptions): Post {
  return ({ body, headers, signal, timeoutMs }) =>
    new Promise((resolve, reject) => {
      const giveUp = connections.send(
        { method: 'POST', path, headers, body, timeoutMs },
        {
          answered(answer, lent) {
            unfollow()
            resolve(readReply(answer, lent, maxResponseBytes))
          },
          failed(how, reason) {
            unfollow()
            reject(
              how === 'too long'
                ? new ReplyTooLong(`The reply is longer than ${maxResponseBytes} bytes`)
                : new CallFailed(how, reason.message, reason),
            )
          },
        },
      )
      const unfollow = followSignal(signal, () => {
        giveUp()
        reject(new CallFailed('gone', 'Nobody waits for the reply'))
      })
    })
}

/** Packed bytes are copied, for they are unpacked later. */
function readReply({ status, encoding, headers }: Answer, lent: LentBytes, limit: number): Reply | Promise<Reply> {
  if (!isPacked(encoding)) return { status, text: textOf(lent), headers: headers() }
  return unpack(copyOf(lent), encoding, limit).then((unpacked) => ({ status, text: unpacked.toString(), headers: headers() }))
}
