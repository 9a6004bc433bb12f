import type { IncomingHttpHeaders } from 'node:http'

/** What comes before a body. */
export interface AnswerHead {
  readonly status: number
  /** The field lines as they came. */
  readonly lines: string
  /** How the end of the body is told: after so many bytes, by chunks, or by the end of the connection. */
  readonly ends: number | 'chunks' | 'connection'
  /** Whether another request may follow on this connection. */
  readonly keeps: boolean
  /** Its `content-encoding`. */
  readonly encoding: string | undefined
  /** For how many seconds the other side keeps an idle connection, where it says so. */
  readonly keptSeconds: number | undefined
}

const STATUS_LINE = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: [^\r\n]*)?$/

/**
 * Reads status and field lines, without the empty line. Of the fields only those are looked at that say where the answer ends and what becomes of the
 * connection. Null where that is not told beyond doubt: https://www.rfc-editor.org/rfc/rfc9112#section-6.3
 */
export function readAnswerHead(text: string): AnswerHead | null {
  const endOfStatus = text.indexOf('\r\n')
  const [, minor, code] = STATUS_LINE.exec(endOfStatus === -1 ? text : text.slice(0, endOfStatus)) ?? []
  if (code === undefined) return null
  const lines = endOfStatus === -1 ? '' : text.slice(endOfStatus + 2)
  const framing = readFraming(lines)
  if (framing === null) return null
  const status = Number(code)
  const { length, coding, connection, encoding, keptSeconds } = framing
  const keeps = connection === undefined ? minor === '1' : !/\bclose\b/.test(connection) && (minor === '1' || /\bkeep-alive\b/.test(connection))
  const head = { status, lines, keeps, encoding, keptSeconds }
  if (status < 200 || status === 204 || status === 304) return { ...head, ends: 0 }
  if (coding !== undefined) return coding === 'chunked' && length === undefined ? { ...head, ends: 'chunks' } : null
  return length === undefined ? { ...head, ends: 'connection', keeps: false } : { ...head, ends: length }
}

interface Framing {
  length?: number
  coding?: string
  connection?: string
  encoding?: string
  keptSeconds?: number | undefined
}

/** Field names that matter here begin with one of these letters, in either case. */
const C = 0x63
const K = 0x6b
const T = 0x74

function readFraming(lines: string): Framing | null {
  const framing: Framing = {}
  for (let start = 0; start < lines.length;) {
    const found = lines.indexOf('\r\n', start)
    const end = found === -1 ? lines.length : found
    const first = lines.charCodeAt(start) | 0x20
    if ((first === C || first === K || first === T) && !take(framing, lines.slice(start, end))) return null
    // A folded line, or one without a name, could hide where the body ends.
    if (first === 0x20 || lines.charCodeAt(start) === 0x09 || start === end) return null
    start = end + 2
  }
  return framing
}

function take(framing: Framing, line: string): boolean {
  const colon = line.indexOf(':')
  const name = line.slice(0, colon).toLowerCase()
  if (name === 'content-length') {
    const value = line.slice(colon + 1).trim()
    const same = framing.length === undefined || framing.length === Number(value)
    framing.length = Number(value)
    return same && /^\d{1,15}$/.test(value)
  }
  const value = line
    .slice(colon + 1)
    .trim()
    .toLowerCase()
  if (name === 'transfer-encoding') framing.coding = framing.coding === undefined ? value : `${framing.coding}, ${value}`
  else if (name === 'connection') framing.connection = framing.connection === undefined ? value : `${framing.connection}, ${value}`
  else if (name === 'content-encoding') framing.encoding = framing.encoding === undefined ? value : `${framing.encoding}, ${value}`
  else if (name === 'keep-alive') framing.keptSeconds = keptFor(value)
  return !(colon === -1 || /[\s]$/.test(line.slice(0, colon)))
}

function keptFor(value: string): number | undefined {
  const [, seconds] = /\btimeout=(\d{1,9})\b/.exec(value) ?? []
  return seconds === undefined ? undefined : Number(seconds)
}

/** Names in lower case, by how servers write them: they write the same few over and over. */
const lowered = new Map<string, string>()
const REMEMBERED = 500

/** Reads the fields, as Node's own client gives them: names in lower case, of one that comes several times the values joined, `set-cookie` as a list. */
export function readFields(lines: string): IncomingHttpHeaders {
  const fields: IncomingHttpHeaders = {}
  for (let start = 0; start < lines.length;) {
    const found = lines.indexOf('\r\n', start)
    const end = found === -1 ? lines.length : found
    const colon = lines.indexOf(':', start)
    if (colon > start && colon < end) keep(fields, nameIn(lines.slice(start, colon)), lines.slice(colon + 1, end).trim())
    start = end + 2
  }
  return fields
}

function nameIn(written: string): string {
  const known = lowered.get(written)
  if (known !== undefined) return known
  const name = written.toLowerCase()
  if (lowered.size < REMEMBERED) lowered.set(written, name)
  return name
}

function keep(fields: IncomingHttpHeaders, name: string, value: string): void {
  if (name === 'set-cookie') return void (fields['set-cookie'] ??= []).push(value)
  const earlier = Object.hasOwn(fields, name) ? fields[name] : undefined
  const joined = earlier === undefined ? value : `${String(earlier)}, ${value}`
  if (name === '__proto__') Object.defineProperty(fields, name, { value: joined, enumerable: true, configurable: true, writable: true })
  else fields[name] = joined
}
