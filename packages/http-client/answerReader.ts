import { readAnswerHead, type AnswerHead } from './answerHead.ts'
import { beginChunks, takeChunks, type ChunkedBody } from './chunkedBody.ts'
import { copyOf, type LentBytes } from './lentBytes.ts'

/** Told of what comes on one connection. */
export interface AnswerEvents {
  /** A whole answer. */
  readonly answered: (head: AnswerHead, body: LentBytes) => void
  /** What came is no answer, or none to anything, or longer than is read. Nothing more is told. */
  readonly failed: (fault: ReadFault) => void
}

/** Why an answer was not read. */
export type ReadFault = 'malformed' | 'too long' | 'unasked'

/** What a connection has read of the answer that is to come. */
export interface AnswerReader extends AnswerEvents {
  /** Of a body. */
  readonly maxBytes: number
  isAsked: boolean
  head: AnswerHead | null
  /** What came of the head. */
  begun: Buffer
  parts: Buffer[]
  length: number
  chunks: ChunkedBody | null
}

const LONGEST_HEAD = 64 * 1024
const EMPTY = Buffer.alloc(0)
const END_OF_HEAD = '\r\n\r\n'

/** Reads what comes on one connection; of bodies as much as `maxBytes`. An answer that comes in one piece, as most do, is not copied. */
export function createAnswerReader(maxBytes: number, { answered, failed }: AnswerEvents): AnswerReader {
  return { answered, failed, maxBytes, isAsked: false, head: null, begun: EMPTY, parts: [], length: 0, chunks: null }
}

/** The next answer is to come. */
export function expectAnswer(reader: AnswerReader): void {
  reader.isAsked = true
}

/** Bytes came: the first `length` of the memory. */
export function takeBytes(reader: AnswerReader, memory: Buffer, length: number): void {
  const { isAsked, head, begun } = reader
  if (!isAsked) return fail(reader, 'unasked')
  if (head !== null) return takeBody(reader, head, { memory, start: 0, end: length })
  if (begun.length === 0) return takeHead(reader, { memory, start: 0, end: length })
  const joined = Buffer.concat([begun, memory.subarray(0, length)])
  takeHead(reader, { memory: joined, start: 0, end: joined.length })
}

/** No more will come; an answer that ends with its connection is told. */
export function endBytes(reader: AnswerReader): void {
  if (reader.head?.ends === 'connection') tellParts(reader, reader.head, { parts: reader.parts, length: reader.length, isAll: true })
}

function takeHead(reader: AnswerReader, { memory, start, end }: LentBytes): void {
  const found = memory.indexOf(END_OF_HEAD, start)
  if (found === -1 || found + END_OF_HEAD.length > end) {
    reader.begun = copyOf({ memory, start, end })
    return end - start > LONGEST_HEAD ? fail(reader, 'malformed') : undefined
  }
  reader.begun = EMPTY
  const head = readAnswerHead(memory.toString('latin1', start, found))
  if (head === null || head.status === 101) return fail(reader, 'malformed')
  const body = { memory, start: found + END_OF_HEAD.length, end }
  // An interim answer: the real one follows.
  if (head.status < 200) return body.start < end ? takeHead(reader, body) : undefined
  beginBody(reader, head, body)
}

function beginBody(reader: AnswerReader, head: AnswerHead, body: LentBytes): void {
  const { memory, start, end } = body
  if (typeof head.ends === 'number') {
    const stop = start + head.ends
    if (head.ends > reader.maxBytes) return fail(reader, 'too long')
    if (stop <= end) return tell(reader, stop < end ? { ...head, keeps: false } : head, { memory, start, end: stop })
  }
  reader.head = head
  if (head.ends === 'chunks') reader.chunks = beginChunks()
  if (start < end) takeBody(reader, head, body)
}

function takeBody(reader: AnswerReader, head: AnswerHead, bytes: LentBytes): void {
  const { memory, start, end } = bytes
  if (reader.chunks !== null) return takeChunked(reader, head, bytes)
  const stop = typeof head.ends === 'number' ? Math.min(end, start + head.ends - reader.length) : end
  reader.parts.push(copyOf({ memory, start, end: stop }))
  reader.length += stop - start
  if (reader.length > reader.maxBytes) return fail(reader, 'too long')
  if (reader.length === head.ends) tellParts(reader, head, { parts: reader.parts, length: reader.length, isAll: stop === end })
}

function takeChunked(reader: AnswerReader, head: AnswerHead, bytes: LentBytes): void {
  const chunks = reader.chunks ?? beginChunks()
  const stop = takeChunks(chunks, bytes)
  if (stop === null) return fail(reader, 'malformed')
  if (chunks.length > reader.maxBytes) return fail(reader, 'too long')
  if (stop !== -1) tellParts(reader, head, { ...chunks, isAll: stop === bytes.end })
}

interface Gathered {
  readonly parts: readonly Buffer[]
  readonly length: number
  /** Whether nothing came after it. */
  readonly isAll: boolean
}

function tellParts(reader: AnswerReader, head: AnswerHead, { parts, length, isAll }: Gathered): void {
  tell(reader, isAll ? head : { ...head, keeps: false }, { memory: Buffer.concat(parts, length), start: 0, end: length })
}

function tell(reader: AnswerReader, head: AnswerHead, body: LentBytes): void {
  clear(reader)
  reader.answered(head, body)
}

function fail(reader: AnswerReader, fault: ReadFault): void {
  clear(reader)
  reader.failed(fault)
}

function clear(reader: AnswerReader): void {
  reader.isAsked = false
  reader.head = null
  reader.begun = EMPTY
  if (reader.parts.length > 0) reader.parts = []
  reader.length = 0
  reader.chunks = null
}
