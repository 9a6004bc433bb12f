import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'

import { fail, ok, type Result } from '@agora/errors/result.ts'

/** Why a body was not read: it is longer than allowed, or its sender went away. */
export type BodyFault = 'too-large' | 'aborted'

/**
 * Reads a request's body of at most `limit` bytes. Of a longer one no more than the limit is kept; its announced length alone
 * refuses it. After a refusal the rest is still in the socket: answer with `connection: close`.
 */
export function readBody(request: Readable & { readonly headers: IncomingHttpHeaders }, limit: number): Promise<Result<Buffer, BodyFault>> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return Promise.resolve(fail('too-large'))
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let length = 0
    const onData = (chunk: Buffer): void => {
      length += chunk.length
      if (length <= limit) chunks.push(chunk)
      else settle(fail('too-large'))
    }
    const onEnd = (): void => settle(ok(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)))
    const onAbort = (): void => settle(fail('aborted'))
    const settle = (result: Result<Buffer, BodyFault>): void => {
      request.off('data', onData).off('end', onEnd).off('error', onAbort).off('close', onAbort)
      if (!result.ok) request.on('error', () => undefined).pause()
      resolve(result)
    }
    request.on('data', onData).on('end', onEnd).on('error', onAbort).on('close', onAbort)
  })
}
