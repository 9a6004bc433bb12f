import assert from 'node:assert/strict'
import { test } from 'node:test'

import { readAnswerHead, readFields } from './answerHead.ts'

const head = (...lines: string[]) => readAnswerHead(lines.join('\r\n'))
const told = (...fields: string[]) => {
  const read = head('HTTP/1.1 200 OK', ...fields)
  return read === null ? null : [read.ends, read.keeps]
}

test('tells where the body ends and whether the connection is kept', () => {
  assert.deepEqual(told('Content-Length: 12'), [12, true])
  assert.deepEqual(told('content-length:12', 'connection: close'), [12, false])
  assert.deepEqual(told('TRANSFER-ENCODING: Chunked'), ['chunks', true])
  assert.deepEqual(told('x: y'), ['connection', false])
  assert.deepEqual(head('HTTP/1.0 200 OK', 'content-length: 1')?.keeps, false)
  assert.deepEqual(head('HTTP/1.0 200 OK', 'content-length: 1', 'connection: keep-alive')?.keeps, true)
})

test('what never has a body has none, whatever its fields say', () => {
  for (const status of [100, 103, 204, 304]) assert.equal(head(`HTTP/1.1 ${status}`, 'content-length: 5', 'transfer-encoding: gzip')?.ends, 0)
})

test('a head that leaves doubt about the end of its body is none', () => {
  const doubtful = [
    ['content-length: 1', 'content-length: 2'],
    ['content-length: 1', 'transfer-encoding: chunked'],
    ['content-length: -1'],
    ['content-length: 1, 1'],
    ['content-length: 0x10'],
    ['content-length: 1234567890123456'],
    ['content-length : 1'],
    ['transfer-encoding: gzip, chunked'],
    ['transfer-encoding: chunked', 'transfer-encoding: chunked'],
    ['x: 1', ' content-length: 1'],
    ['x: 1', '\tcontent-length: 1'],
    ['content-length'],
  ]
  for (const fields of doubtful) assert.equal(told(...fields), null, fields.join(' | '))
  assert.deepEqual(told('content-length: 7', 'content-length: 7'), [7, true])
})

test('what does not begin as an answer is none', () => {
  for (const line of ['', 'HTTP/2 200', 'HTTP/1.1 20', 'HTTP/1.1 2000', 'HTTP/1.1 600', 'HTTP/1.1 200OK', 'http/1.1 200 OK', 'GET / HTTP/1.1'])
    assert.equal(head(line), null, line)
  assert.equal(head('HTTP/1.1 404')?.status, 404)
})

test('reads how long an idle connection is kept, and how a body is packed', () => {
  const read = head('HTTP/1.1 200 OK', 'Keep-Alive: timeout=5, max=100', 'Content-Encoding: GZIP', 'content-length: 0')
  assert.deepEqual([read?.keptSeconds, read?.encoding], [5, 'gzip'])
})

test('reads fields as Node does: names in lower case, cookies apart, others joined', () => {
  const fields = readFields(
    ['Set-Cookie: a=1', 'X-A:  one ', 'set-cookie: b=2', 'x-a: two', 'Empty:', '__proto__: polluted', 'no colon'].join('\r\n'),
  )
  assert.deepEqual(Object.entries(fields), [
    ['set-cookie', ['a=1', 'b=2']],
    ['x-a', 'one, two'],
    ['empty', ''],
    ['__proto__', 'polluted'],
  ])
  assert.equal(({} as Record<string, unknown>)['polluted'], undefined)
  assert.deepEqual(readFields(''), {})
})
