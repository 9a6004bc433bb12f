import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net'
import { test, type TestContext } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'

import { makeAuthority } from '@agora/testkit/testAuthority.ts'

import type { Request } from './answer.ts'
import { textOf } from './lentBytes.ts'
import { openConnections, type Connections, type ConnectionsOptions } from './openConnections.ts'

interface Served {
  readonly origin: string
  readonly ports: Set<number | undefined>
}

async function serve(t: TestContext, answer: RequestListener): Promise<Served> {
  const ports = new Set<number | undefined>()
  const server = createServer((request, response) => {
    ports.add(request.socket.remotePort)
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, ports }
}

/** A server that says what it is told, byte for byte. */
async function serveBytes(t: TestContext, connected: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createTcpServer((socket) => {
    sockets.add(socket.on('error', () => undefined))
    connected(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function open(t: TestContext, origin: string, options: Partial<ConnectionsOptions> = {}): Connections {
  const connections = openConnections({ origin, connections: 2, maxBytes: 1_000_000, ...options })
  t.after(() => connections.close())
  return connections
}

const POST: Request = { method: 'POST', path: '/graphql?a=b', headers: ['x-a', 'b'], body: 'body', timeoutMs: 5000 }

function ask(connections: Connections, request: Request = POST): Promise<string> {
  return new Promise((resolve) => {
    connections.send(request, {
      answered: ({ status }, body) => resolve(`${status} ${textOf(body)}`),
      failed: (how) => resolve(how),
    })
  })
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

const echo = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const body = await bodyOf(request)
  response.end(JSON.stringify([request.method, request.url, request.headers['x-a'], request.headers['content-length'], body]))
}

test('sends what is asked, whatever characters it has, and reads what is answered', async (t) => {
  const { origin, ports } = await serve(t, (request, response) => void echo(request, response))
  const connections = open(t, origin)
  const long = 'ä€😀'.repeat(100_000)
  for (const body of ['ascii', 'ä€😀', Buffer.from('bytes ü'), '', long]) {
    const length = Buffer.byteLength(body)
    assert.equal(await ask(connections, { ...POST, body }), `200 ${JSON.stringify(['POST', '/graphql?a=b', 'b', `${length}`, body.toString()])}`)
  }
  assert.equal(await ask(connections, { ...POST, method: 'GET', body: null }), `200 ${JSON.stringify(['GET', '/graphql?a=b', 'b', null, ''])}`)
  assert.equal(ports.size, 1, 'over one kept connection')
})

test('opens no more connections than it may; what waits is sent in turn', async (t) => {
  const { origin, ports } = await serve(t, (request, response) => void setTimeout(() => void echo(request, response), 10))
  const connections = open(t, origin)
  const answers = await Promise.all(Array.from({ length: 10 }, (_, turn) => ask(connections, { ...POST, body: `${turn}` })))
  assert.deepEqual(
    answers.map((answer) => answer.at(-3)),
    [...'0123456789'],
  )
  assert.equal(ports.size, 2)
})

test('a header that would break out of its line is refused and nothing is sent', async (t) => {
  const { origin, ports } = await serve(t, (request, response) => void echo(request, response))
  const connections = open(t, origin)
  for (const headers of [
    ['x-a', 'b\r\nx-b: c'],
    ['x-a', 'b\nx-b: c'],
    ['x-a', 'b\0'],
    ['x-a: b\r\nx-b', 'c'],
    ['', 'c'],
    ['x-a', '€'],
  ])
    await assert.rejects(ask(connections, { ...POST, headers }), TypeError)
  assert.equal(ports.size, 0)
})

test('a connection that the other side has closed is not used again', async (t) => {
  const { origin, ports } = await serve(t, (_, response) => void response.writeHead(200, { connection: 'close' }).end('a'))
  const connections = open(t, origin)
  assert.deepEqual([await ask(connections), await ask(connections), ports.size], ['200 a', '200 a', 2])
})

test('an idle connection is left alone a second before the other side would close it', async (t) => {
  const { origin, ports } = await serve(t, (_, response) => void response.writeHead(200, { 'keep-alive': 'timeout=1' }).end('a'))
  const connections = open(t, origin)
  assert.deepEqual([await ask(connections), await ask(connections), ports.size], ['200 a', '200 a', 2])
})

test('tells what was never sent from what broke', async (t) => {
  assert.equal(await ask(open(t, 'http://127.0.0.1:1')), 'unsent')
  const halves = await serveBytes(t, (socket) => void socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nabc')))
  assert.equal(await ask(open(t, halves)), 'broken')
  const nonsense = await serveBytes(t, (socket) => void socket.once('data', () => socket.write('SSH-2.0-x\r\n\r\n')))
  assert.equal(await ask(open(t, nonsense)), 'broken')
  const long = await serveBytes(t, (socket) => void socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n')))
  assert.equal(await ask(open(t, long, { maxBytes: 10 })), 'too long')
})

test('reads answers that end with their connection', async (t) => {
  const origin = await serveBytes(t, (socket) => void socket.once('data', () => socket.end('HTTP/1.0 200 OK\r\n\r\nabc')))
  assert.equal(await ask(open(t, origin)), '200 abc')
})

test('each failed connection fails one request, and one that is never made fails in time', async (t) => {
  const nowhere = open(t, 'http://127.0.0.1:1')
  assert.deepEqual(await Promise.all([ask(nowhere), ask(nowhere), ask(nowhere)]), ['unsent', 'unsent', 'unsent'])
  const silent = await serveBytes(t, () => undefined)
  const late = open(t, silent.replace('http:', 'https:'), { connectTimeoutMs: 50 })
  assert.deepEqual(await Promise.all([ask(late), ask(late), ask(late)]), ['unsent', 'unsent', 'unsent'])
})

test('what is given up is told nothing, waiting or under way, and the next is answered', async (t) => {
  let hangs = true
  let cut = 0
  const { origin } = await serve(t, (request, response) => {
    response.once('close', () => (cut += Number(!response.writableFinished)))
    if (!hangs) void echo(request, response)
  })
  const connections = open(t, origin, { connections: 1 })
  const told: string[] = []
  const receiver = { answered: () => told.push('answered'), failed: () => told.push('failed') }
  const [first, second] = [connections.send(POST, receiver), connections.send(POST, receiver)]
  await wait(50)
  hangs = false
  second()
  first()
  assert.match(await ask(connections), /^200 /)
  assert.deepEqual([told, cut], [[], 1])
})

test('waits no longer than it may, for a connection or for the last byte', async (t) => {
  const { origin } = await serve(t, (_, response) => void response.writeHead(200, { 'content-length': 2 }).write('a'))
  const connections = open(t, origin, { connections: 1 })
  const began = performance.now()
  const late = { ...POST, timeoutMs: 100 }
  assert.deepEqual(await Promise.all([ask(connections, late), ask(connections, late)]), ['late', 'late'])
  assert.ok(performance.now() - began >= 100)
})

test('closing lets what is under way end, and takes nothing more', async (t) => {
  const { origin } = await serve(t, (request, response) => void setTimeout(() => void echo(request, response), 50))
  const connections = openConnections({ origin, connections: 1, maxBytes: 1000 })
  const [under, waiting] = [ask(connections), ask(connections)]
  await wait(20)
  const closed = connections.close()
  assert.equal(await ask(connections), 'unsent')
  assert.match(await under, /^200 /)
  assert.match(await waiting, /^200 /)
  await closed
})

test('speaks TLS to whom the authorities vouch for, and to nobody else', async (t) => {
  const authority = makeAuthority()
  const { certificate, privateKey } = authority.issue({ names: ['localhost'] })
  const server = createSecureServer({ key: privateKey, cert: certificate }, (request, response) => void echo(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const origin = `https://localhost:${(server.address() as AddressInfo).port}`
  const trusting = open(t, origin, { ca: [authority.certificate] })
  assert.match(await ask(trusting), /^200 .*body/)
  assert.match(await ask(trusting, { ...POST, body: 'ä'.repeat(100_000) }), /^200 /)
  assert.equal(await ask(open(t, origin)), 'unsent')
})
