import type { Socket } from 'node:net'

import type { Request } from './answer.ts'

const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/
const FIELD_NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i

/** Field lines whose names are found right already; the hot path says the same few over and over. */
const names = new Map<string, string>()
const REMEMBERED = 500

/** The lines of a request up to its body's length. Throws a TypeError where a header would break out of its line. */
export function linesOf(host: string, { method, path, headers }: Pick<Request, 'method' | 'path' | 'headers'>): string {
  let lines = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\n`
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const value = headers[at + 1] as string
    if (!FIELD_VALUE.test(value)) throw new TypeError(`The header ${headers[at]} has a value that no line can hold`)
    lines += nameOf(headers[at] as string) + value + '\r\n'
  }
  return lines
}

function nameOf(name: string): string {
  const known = names.get(name)
  if (known !== undefined) return known
  if (!FIELD_NAME.test(name)) throw new TypeError('A header has a name that no line can begin with')
  const begun = `${name}: `
  if (names.size < REMEMBERED) names.set(name, begun)
  return begun
}

/** Writes a request in one piece where that is possible without copying it first. */
export function writeRequest(socket: Socket, lines: string, body: Request['body']): void {
  if (body === null) return void socket.write(`${lines}\r\n`, 'latin1')
  const length = Buffer.byteLength(body)
  const head = `${lines}content-length: ${length}\r\n\r\n`
  // As many bytes as characters: ASCII alone.
  if (typeof body === 'string' && length === body.length) return void socket.write(head + body, 'latin1')
  socket.cork()
  socket.write(head, 'latin1')
  socket.write(body)
  socket.uncork()
}
