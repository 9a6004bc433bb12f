import { copyOf, type LentBytes } from './lentBytes.ts'

/** What was read of a body that comes in chunks: https://www.rfc-editor.org/rfc/rfc9112#section-7.1 */
export interface ChunkedBody {
  readonly parts: Buffer[]
  /** Bytes of the parts. */
  length: number
  /** Bytes of the present chunk that have not come. */
  left: number
  /** What came of the present line. */
  line: string
  /** Bytes of what is said after the last chunk, which is dropped. */
  trailers: number
  place: 'size' | 'data' | 'after data' | 'trailer'
}

const LONGEST_LINE = 1024
const MOST_TRAILERS = 16 * 1024
const LF = 0x0a

/** Nothing of it has come. */
export function beginChunks(): ChunkedBody {
  return { parts: [], length: 0, left: 0, line: '', trailers: 0, place: 'size' }
}

/** Takes bytes. Answers the place after the last one that belongs to the body where that is complete, -1 where more has to come, null where they make no chunks. */
export function takeChunks(body: ChunkedBody, { memory, start, end }: LentBytes): number | null {
  for (let at = start; at < end;) {
    if (body.place === 'data') {
      at = takeData(body, { memory, start: at, end })
      continue
    }
    at = takeLine(body, { memory, start: at, end })
    if (body.line.length > LONGEST_LINE) return null
    if (!body.line.endsWith('\n')) return -1
    const { line } = body
    body.line = ''
    if (body.place === 'trailer' && line === '\r\n') return at
    if (!settle(body, line)) return null
  }
  return -1
}

function takeLine(body: ChunkedBody, { memory, start, end }: LentBytes): number {
  const found = memory.indexOf(LF, start)
  const stop = found === -1 || found >= end ? end : found + 1
  body.line += memory.toString('latin1', start, stop)
  return stop
}

function takeData(body: ChunkedBody, { memory, start, end }: LentBytes): number {
  const stop = Math.min(end, start + body.left)
  body.parts.push(copyOf({ memory, start, end: stop }))
  body.length += stop - start
  body.left -= stop - start
  if (body.left === 0) body.place = 'after data'
  return stop
}

/** False where the line does not belong there. */
function settle(body: ChunkedBody, line: string): boolean {
  if (body.place === 'trailer') return (body.trailers += line.length) <= MOST_TRAILERS
  if (body.place === 'after data') {
    body.place = 'size'
    return line === '\r\n'
  }
  const size = /^([0-9a-f]{1,8})[\t ]*(?:;[^\r\n]*)?\r\n$/i.exec(line)?.[1]
  if (size === undefined) return false
  body.left = Number.parseInt(size, 16)
  body.place = body.left === 0 ? 'trailer' : 'data'
  return true
}
