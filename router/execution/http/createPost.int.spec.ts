import assert from 'node:assert/strict'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, beforeEach, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'

import { Pool } from 'undici'

import { createPost, ReplyTooLong, type Posted } from './createPost.ts'

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
const pool = new Pool(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { connections: 1, pipelining: 1 })
const post = createPost({ pool, path: '/graphql', timeoutMs: 300, maxResponseBytes: 20 })
const posted = (body: string, signal: AbortSignal = new AbortController().signal): Posted => ({ body, headers: ['x-test', 'yes'], signal })

beforeEach(() => {
  seen.splice(0)
  closed = 0
  reply = (response) => void response.end('{}')
})
after(async () => {
  await pool.destroy()
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
    [await post(posted('ä')), await post(posted('b'))],
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
  assert.deepEqual(await post(posted('')), { status: 204, text: '' })
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
  await assert.rejects(post(posted('third', gone.signal)), /Nobody waits/)
  await wait(50)
  assert.deepEqual([seen[0]?.body, closed], ['first', seen.length])
})

test('a connection that breaks is a failure, and the next one is made anew', async () => {
  reply = (response) => void response.destroy()
  await assert.rejects(post(posted('')))
  reply = (response) => void response.end('{}')
  assert.deepEqual(await post(posted('')), { status: 200, text: '{}' })
})
