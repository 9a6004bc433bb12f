import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { createAnswerReader, endBytes, expectAnswer, takeBytes } from './answerReader.ts'
import { textOf } from './lentBytes.ts'

/** Everything that is told of what comes in these pieces, each answer being asked for. */
function read(pieces: readonly Buffer[], { maxBytes = 1000, ends = false } = {}): string[] {
  const told: string[] = []
  const reader = createAnswerReader(maxBytes, {
    answered(head, body) {
      told.push(`${head.status} ${head.keeps ? 'kept' : 'closed'} ${textOf(body)}`)
      expectAnswer(reader)
    },
    failed: (fault) => told.push(fault),
  })
  expectAnswer(reader)
  // As sockets do it: all pieces come into the same memory.
  const memory = Buffer.alloc(64 * 1024, 'x')
  for (const piece of pieces) takeBytes(reader, memory.fill(piece, 0, piece.length), piece.length)
  if (ends) endBytes(reader)
  return told
}

const whole = (text: string, options = {}): string[] => read([Buffer.from(text)], options)

test('an answer is the same in whatever pieces it comes', () => {
  const bodies = fc.string({ unit: 'grapheme', maxLength: 200 })
  const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(
      fc.record({ body: bodies, chunks: sizes, cuts: sizes, isChunked: fc.boolean(), hasInterim: fc.boolean() }),
      ({ body, chunks, cuts, isChunked, hasInterim }) => {
        const bytes = Buffer.from(body)
        const head = `HTTP/1.1 201 Created\r\nx-a: b\r\n${isChunked ? 'transfer-encoding: chunked' : `content-length: ${bytes.length}`}\r\n\r\n`
        const interim = hasInterim ? 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n' : ''
        const sent = Buffer.concat([Buffer.from(interim + head), isChunked ? inChunks(bytes, chunks) : bytes])
        assert.deepEqual(read(cut(sent, cuts)), [`201 kept ${bytes.toString()}`])
      },
    ),
    { numRuns: 500 },
  )
})

function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const pieces: Buffer[] = []
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1
    pieces.push(bytes.subarray(at, at + size))
    at += size
  }
  return pieces
}

function inChunks(bytes: Buffer, sizes: readonly number[]): Buffer {
  const chunks = cut(bytes, sizes).flatMap((piece) => [Buffer.from(`${piece.length.toString(16)};name=value\r\n`), piece, Buffer.from('\r\n')])
  return Buffer.concat([...chunks, Buffer.from('0\r\ntrailer: dropped\r\n\r\n')])
}

test('reads answers one after another, and one that ends with its connection', () => {
  const two = ['HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\na', 'HTTP/1.1 204 No Content\r\n\r\n']
  assert.deepEqual(read(two.map((text) => Buffer.from(text))), ['200 kept a', '204 kept '])
  assert.deepEqual(whole('HTTP/1.1 200 OK\r\n\r\nabc', { ends: true }), ['200 closed abc'])
  assert.deepEqual(whole('HTTP/1.1 200 OK\r\n\r\nabc'), [])
})

test('what ends before it is whole is no answer', () => {
  for (const text of [
    '',
    'HTTP/1.1 200 OK\r\n',
    'HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nabc',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n',
  ])
    assert.deepEqual(text === '' ? read([], { ends: true }) : whole(text, { ends: true }), [], text)
})

test('bytes beyond the answer close its connection, bytes that nobody asked for are a fault', () => {
  assert.deepEqual(whole('HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nabc'), ['200 closed a'])
  const told: string[] = []
  const reader = createAnswerReader(10, { answered: () => told.push('answered'), failed: (fault) => told.push(fault) })
  takeBytes(reader, Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'), 38)
  assert.deepEqual(told, ['unasked'])
})

test('reads no further than it may, announced or not', () => {
  const long = 'x'.repeat(11)
  const options = { maxBytes: 10, ends: true }
  assert.deepEqual(whole(`HTTP/1.1 200 OK\r\ncontent-length: 11\r\n\r\n`, options), ['too long'])
  assert.deepEqual(whole(`HTTP/1.1 200 OK\r\n\r\n${long}`, options), ['too long'])
  assert.deepEqual(whole(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nb\r\n${long}`, options), ['too long'])
  assert.deepEqual(whole(`HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n${'x'.repeat(10)}`, options), [`200 kept ${'x'.repeat(10)}`])
})

test('chunks that are none are a fault', () => {
  const chunked = (body: string): string[] => whole(`HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${body}`)
  for (const body of ['g\r\n', '\r\n', '-1\r\n', '123456789\r\n', '1\r\nab\r\n', '1\na\r\n', `1;${'x'.repeat(2000)}`])
    assert.deepEqual(chunked(body), ['malformed'], body.slice(0, 20))
  assert.deepEqual(chunked(`0\r\n${'a: b\r\n'.repeat(4000)}`), ['malformed'])
})

test('a head without an end is a fault, and so is another protocol', () => {
  assert.deepEqual(read(Array.from({ length: 70 }, () => Buffer.from('x'.repeat(1024)))).slice(0, 1), ['malformed'])
  assert.deepEqual(whole('HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\n\r\n'), ['malformed'])
})
