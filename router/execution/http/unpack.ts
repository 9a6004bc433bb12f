import { promisify } from 'node:util'
import { brotliDecompress, gunzip } from 'node:zlib'

import { ReplyTooLong, ReplyUnreadable } from './replyErrors.ts'

const UNPACKERS = { br: promisify(brotliDecompress), gzip: promisify(gunzip), 'x-gzip': promisify(gunzip) } as const

/** What of a reply is asked for packed: https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3 */
export const PACKED = 'gzip, br'

/** Whether a reply with this `content-encoding` has to be unpacked. */
export function isPacked(encoding: string | undefined): encoding is string {
  return encoding !== undefined && encoding !== '' && encoding !== 'identity'
}

/** Unpacks a reply, off the event loop. It stops at so many bytes, whatever the packed ones promise; rejects with `ReplyTooLong` or `ReplyUnreadable`. */
export async function unpack(packed: Buffer, encoding: string, limit: number): Promise<Buffer> {
  const name = encoding.toLowerCase()
  if (!Object.hasOwn(UNPACKERS, name)) throw new ReplyUnreadable('The reply is packed in a way that is not read')
  try {
    return await UNPACKERS[name as keyof typeof UNPACKERS](packed, { maxOutputLength: limit })
  } catch (error) {
    if (error instanceof RangeError) throw new ReplyTooLong(`The reply is longer than ${limit} bytes`)
    throw new ReplyUnreadable('The reply cannot be unpacked')
  }
}
