import assert from 'node:assert/strict'
import { Agent, request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { test, type TestContext } from 'node:test'

import { drain } from './drain.ts'
import { listen, type Handler, type ListenOptions, type RunningServer } from './listen.ts'
import { readBody } from './readBody.ts'

async function start(t: TestContext, handler: Handler, options: Partial<ListenOptions> = {}): Promise<RunningServer> {
  const running = await listen(handler, { port: 0, ...options })
  t.after(() => drain(running.server, { graceMs: 0 }))
  return running
}

const echo: Handler = async (request, response) => {
  const body = await readBody(request, 10)
  if (!body.ok) response.setHeader('connection', 'close')
  response.writeHead(body.ok ? 200 : 413).end(body.ok ? body.value : body.error)
}

/** Sends bytes as they are and answers all that comes back until the other side closes. */
function raw(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let received = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    socket
      .on('data', (chunk) => (received += chunk.toString()))
      .on('close', () => resolve(received))
      .on('error', () => undefined)
  })
}

test('listens on the loopback unless told otherwise, and says where', async (t) => {
  const { server, url, port } = await start(t, echo)
  assert.deepEqual(server.address(), { address: '127.0.0.1', family: 'IPv4', port })
  assert.equal(url, `http://127.0.0.1:${port}`)
})

test('a taken port is an error, not a crash', async (t) => {
  const { port } = await start(t, echo)
  await assert.rejects(listen(echo, { port }), { code: 'EADDRINUSE' })
})

test('reads a body up to the limit and not a byte more, announced or chunked', async (t) => {
  const { url, port } = await start(t, echo)
  assert.equal(await (await fetch(url, { method: 'POST', body: '0123456789' })).text(), '0123456789')
  assert.equal(await (await fetch(url, { method: 'POST', body: '' })).text(), '')
  const tooLong = await fetch(url, { method: 'POST', body: '0123456789a' })
  assert.deepEqual([tooLong.status, await tooLong.text()], [413, 'too-large'])
  const chunked = 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n012345\r\n6\r\n678901\r\n'
  assert.match(await raw(port, chunked), /^HTTP\/1\.1 413 [^]*too-large/)
  assert.match(await raw(port, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n'), /^HTTP\/1\.1 413 /)
})

test('a sender that goes away in the middle of a body is told apart from one that says too much', async (t) => {
  let seen: (fault: string) => void = () => undefined
  const fault = new Promise<string>((resolve) => (seen = resolve))
  const { port } = await start(t, async (request) => {
    const body = await readBody(request, 10)
    seen(body.ok ? 'ok' : body.error)
  })
  const socket = connect(port, '127.0.0.1', () => {
    socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n12', () => setTimeout(() => socket.destroy(), 20))
  })
  assert.equal(await fault, 'aborted')
})

test('senders that dawdle over headers or body are cut off', async (t) => {
  const { port } = await start(t, echo, { headersTimeoutMs: 100, requestTimeoutMs: 200 })
  assert.match(await raw(port, 'POST / HTTP/1.1\r\nHost: a\r\n'), /^HTTP\/1\.1 408 /)
  assert.match(await raw(port, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n1'), /^(HTTP\/1\.1 408 |$)/)
})

test('more header bytes than allowed are refused', async (t) => {
  const { port } = await start(t, echo, { maxHeaderBytes: 1000 })
  assert.match(await raw(port, `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(2000)}\r\n\r\n`), /^HTTP\/1\.1 431 /)
})

test('a handler that fails is answered with 500 and without its reason', async (t) => {
  const { url } = await start(t, () => Promise.reject(new Error('secret detail')))
  const answer = await fetch(url)
  assert.deepEqual([answer.status, await answer.text()], [500, 'Internal server error\n'])
  const { url: throwing } = await start(t, () => {
    throw new Error('secret detail')
  })
  assert.equal((await fetch(throwing)).status, 500)
})

test('draining finishes what is in flight, serves no new connection and closes the kept ones', async (t) => {
  let release: () => void = () => undefined
  const held = new Promise<void>((resolve) => (release = resolve))
  let arrived: () => void = () => undefined
  const arrival = new Promise<void>((resolve) => (arrived = resolve))
  const { server, port } = await start(t, async (request, response) => {
    if (request.url === '/slow') {
      arrived()
      await held
    }
    response.end('done')
  })
  const agent = new Agent({ keepAlive: true })
  const get = (path: string): Promise<[string, string | undefined]> =>
    new Promise((resolve, reject) => {
      httpRequest({ port, path, agent }, (answer) => {
        let body = ''
        answer.on('data', (chunk: Buffer) => (body += chunk.toString())).on('end', () => resolve([body, answer.headers.connection]))
      })
        .on('error', reject)
        .end()
    })
  assert.deepEqual(await get('/'), ['done', 'keep-alive'])
  const slow = get('/slow')
  await arrival
  const kept = await new Promise<ReturnType<typeof connect>>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket))
  })
  const drained = drain(server, { graceMs: 5000, lingerMs: 200 })
  await assert.rejects(fetch(`http://127.0.0.1:${port}/`))
  const onKept = new Promise<string>((resolve) => {
    let text = ''
    kept.on('data', (chunk) => (text += chunk.toString())).on('close', () => resolve(text))
  })
  kept.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
  assert.match(await onKept, /^HTTP\/1\.1 200 [^]*connection: close[^]*done/i)
  release()
  assert.deepEqual(await slow, ['done', 'close'])
  await drained
})

test('draining gives up on what takes longer than the grace', async (t) => {
  let arrived: () => void = () => undefined
  const arrival = new Promise<void>((resolve) => (arrived = resolve))
  const { server, url } = await start(t, () => {
    arrived()
    return new Promise<void>(() => undefined)
  })
  const answer = fetch(url)
  await arrival
  await Promise.all([assert.rejects(answer), drain(server, { graceMs: 50 })])
})
