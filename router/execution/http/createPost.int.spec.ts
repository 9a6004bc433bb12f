import assert from 'node:assert/strict'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, beforeEach, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { brotliCompressSync, gzipSync } from 'node:zlib'

import { openConnections } from '@agora/http-client/openConnections.ts'

import { createPost, type Post, type Posted } from './createPost.ts'
import { CallFailed, ReplyTooLong, ReplyUnreadable } from './replyErrors.ts'

const seen: { readonly body: string; readonly header: string | undefined; readonly port: number | undefined }[] = []
let closed = 0
let reply: (response: ServerResponse) => void = (response) => void response.end('{}')

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  response.once('close', () => {
    if (!response.writableFinished) closed += 1
  })
  request
    .on('data', (chunk: Buffer) => chunks.push(chunk))
    .on('end', () => {
      seen.push({ body: Buffer.concat(chunks).toString(), header: request.headers['x-test']?.toString(), port: request.socket.remotePort })
      reply(response)
    })
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const post = postUpTo(20)
function postUpTo(maxBytes: number): Post {
  return createPost({ connections: openConnections({ origin, connections: 1, maxBytes }), path: '/graphql', maxResponseBytes: maxBytes })
}
const posted = (body: string, signal: AbortSignal = new AbortController().signal): Posted => ({
  body,
  headers: ['x-test', 'yes'],
  signal,
  timeoutMs: 300,
})
const told = async (what: Posted): Promise<object> => {
  const { status, text } = await post(what)
  return { status, text }
}
const failsAs = (how: string) => (error: unknown) => error instanceof CallFailed && error.how === how

beforeEach(() => {
  seen.splice(0)
  closed = 0
  reply = (response) => void response.end('{}')
})
after(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

test('posts over one kept connection and reads what comes, whole characters from whatever pieces', async () => {
  reply = (response) => {
    response.writeHead(418)
    response.write(Buffer.from([0x22, 0xc3]))
    setTimeout(() => response.end(Buffer.from([0xbc, 0x22])), 20)
  }
  assert.deepEqual(
    [await told(posted('ä')), await told(posted('b'))],
    [
      { status: 418, text: '"ü"' },
      { status: 418, text: '"ü"' },
    ],
  )
  assert.deepEqual(
    seen.map(({ body, header }) => [body, header]),
    [
      ['ä', 'yes'],
      ['b', 'yes'],
    ],
  )
  assert.equal(seen[0]?.port, seen[1]?.port)
})

test('an empty reply is an empty text', async () => {
  reply = (response) => void response.writeHead(204).end()
  assert.deepEqual(await told(posted('')), { status: 204, text: '' })
})

test('reads no further than it may', async () => {
  reply = (response) => void response.end('x'.repeat(21))
  await assert.rejects(post(posted('')), ReplyTooLong)
  reply = (response) => void response.end('x'.repeat(20))
  assert.equal((await post(posted(''))).text.length, 20)
})

test('waits no longer than it may, for a reply or for a connection', async () => {
  reply = () => undefined
  const [first, second] = await Promise.allSettled([post(posted('first')), post(posted('second'))])
  assert.deepEqual([first.status, second.status], ['rejected', 'rejected'])
  await wait(50)
  assert.deepEqual([seen.map(({ body }) => body).slice(0, 1), closed], [['first'], seen.length])
})

test('gives up when nobody waits any more: what is under way, what waits, and what comes later', async () => {
  reply = () => undefined
  const gone = new AbortController()
  const calls = [post(posted('first', gone.signal)), post(posted('second', gone.signal))]
  setTimeout(() => gone.abort(), 50)
  for (const outcome of await Promise.allSettled(calls)) assert.equal(outcome.status, 'rejected')
  await assert.rejects(post(posted('third', gone.signal)), failsAs('gone'))
  await wait(50)
  assert.deepEqual([seen[0]?.body, closed], ['first', seen.length])
})

test('a connection that breaks is a failure, and the next one is made anew', async () => {
  reply = (response) => void response.destroy()
  await assert.rejects(post(posted('')), failsAs('broken'))
  reply = (response) => void response.end('{}')
  assert.deepEqual(await told(posted('')), { status: 200, text: '{}' })
})

test('tells what was never sent from what was', async () => {
  const nowhere = openConnections({ origin: 'http://127.0.0.1:1', connections: 1, maxBytes: 20 })
  await assert.rejects(createPost({ connections: nowhere, path: '/', maxResponseBytes: 20 })(posted('')), failsAs('unsent'))
  reply = (response) => {
    response.writeHead(200, { 'content-length': 10 }).write('12345')
    setTimeout(() => response.destroy(), 20)
  }
  await assert.rejects(post(posted('')), failsAs('broken'))
  reply = () => undefined
  await assert.rejects(post(posted('')), failsAs('late'))
})

test('unpacks what is packed, and shows the headers that came with it', async () => {
  for (const [encoding, packed] of [
    ['gzip', gzipSync('"ü"')],
    ['br', brotliCompressSync('"ü"')],
  ] as const) {
    // The bound is for what is packed as well.
    reply = (response) => void response.writeHead(200, { 'content-encoding': encoding, 'set-cookie': ['a=1', 'b=2'] }).end(packed)
    const { text, headers } = await postUpTo(100)(posted(''))
    assert.deepEqual([text, headers['set-cookie']], ['"ü"', ['a=1', 'b=2']])
  }
})

test('stops unpacking where it stops reading', async () => {
  const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024))
  reply = (response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)
  await assert.rejects(postUpTo(1024 * 1024)({ ...posted(''), timeoutMs: 5000 }), ReplyTooLong)
  reply = (response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip')
  await assert.rejects(post(posted('')), ReplyUnreadable)
  reply = (response) => void response.writeHead(200, { 'content-encoding': 'lzma' }).end('')
  await assert.rejects(post(posted('')), ReplyUnreadable)
})
