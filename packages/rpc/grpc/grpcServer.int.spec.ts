import assert from 'node:assert/strict'
import { connect, type ClientHttp2Session, type IncomingHttpHeaders } from 'node:http2'
import { after, before, beforeEach, test } from 'node:test'

import { fromJson, toBinary } from '@bufbuild/protobuf'

import { fail, ok } from '@agora/errors/result.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { CALL_HEADER, signCall } from '@agora/security/callToken.ts'

import type { RpcMethod } from '../defineMethod.ts'
import { MAX_BODY_BYTES, openDoors, ways, type Doors } from '../fixtures/doors.ts'
import { protos } from '../fixtures/examples.ts'
import { descriptorOf, libraryCall } from '../fixtures/libraryCall.ts'
import { commit } from '../methods/inventory.ts'
import { serveMethod } from '../routes.ts'
import { grpcServer } from './grpcServer.ts'

let doors: Doors
let session: ClientHttp2Session
const request = { key: 'k', orderId: 'o' }
const call = { method: commit as RpcMethod<unknown, unknown>, request }
const message = toBinary(descriptorOf(commit).input, fromJson(descriptorOf(commit).input, request))
const framed = (bytes: Uint8Array, flags = 0): Buffer => {
  const head = Buffer.from([flags, 0, 0, 0, 0])
  head.writeUInt32BE(bytes.length, 1)
  return Buffer.concat([head, bytes])
}

before(async () => {
  doors = await openDoors()
  doors.script.answer = async () => ok({ ok: true })
  session = connect(doors.grpcUrl)
})
after(async () => {
  session.destroy()
  await doors.close()
})
beforeEach(() => void doors.script.seen.splice(0))

const sign = (body: Uint8Array, more: object = {}): string =>
  signCall({ keys: doors.keys, caller: 'orders', audience: 'products', method: 'POST', path: commit.path, body, ...more })

interface Sent {
  readonly body: Uint8Array
  readonly token?: string | undefined
  readonly path?: string
  readonly method?: string
}

/** Sends a gRPC request byte by byte as said; answers HTTP status and gRPC status. */
function send({ body, token, path = commit.path, method = 'POST' }: Sent): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/grpc+proto', te: 'trailers', ...(token === undefined ? {} : { [CALL_HEADER]: token }) }
    const stream = session.request({ ':method': method, ':path': path, ...headers })
    let status = ''
    let trailers: IncomingHttpHeaders = {}
    stream
      .on('response', (fields) => {
        status = String(fields[':status'])
        trailers = fields
      })
      .on('trailers', (fields) => (trailers = fields))
      .on('close', () => resolve(`${status} ${String(trailers['grpc-status'] ?? '')}`.trim()))
      .on('error', reject)
      .resume()
      .end(body)
  })
}

test('a signed call is answered', async () => {
  const body = framed(message)
  assert.equal(await send({ body, token: sign(body) }), '200 0')
  assert.equal(doors.script.seen.length, 1)
})

test('without a token that fits caller, audience, method, path and body nothing runs', async () => {
  const body = framed(message)
  const tokens: Record<string, string | undefined> = {
    missing: undefined,
    empty: '',
    forged: sign(body).replace(/.{4}$/, 'AAAA'),
    expired: sign(body, { clock: () => Date.now() - 31_000 }),
    otherAudience: sign(body, { audience: 'users' }),
    otherPath: sign(body, { path: '/agora.inventory.v1.Inventory/Release' }),
    otherMethod: sign(body, { method: 'GET' }),
    otherCaller: sign(body, { caller: 'router' }),
    unknownCaller: sign(body, { caller: 'payments' }),
    messageWithoutItsFrame: sign(message),
    otherBody: sign(framed(message.slice(0, -1))),
  }
  for (const [what, token] of Object.entries(tokens)) assert.equal(await send({ body, token }), '401', what)
  assert.equal(doors.script.seen.length, 0)
})

test('bytes before, after and within what was signed are noticed', async () => {
  const token = sign(framed(message))
  const twice = Buffer.concat([framed(message), framed(message)])
  const packed = framed(message, 1)
  for (const body of [twice, packed, framed(message).subarray(1), Buffer.alloc(0)]) assert.equal(await send({ body, token }), '401')
  assert.equal(doors.script.seen.length, 0)
})

test('what is signed but no gRPC is refused by the library', async () => {
  for (const body of [Buffer.concat([framed(message), framed(message)]), framed(message, 1), Buffer.from([0, 0, 0, 0, 9, 1]), Buffer.alloc(0)]) {
    const answer = await send({ body, token: sign(body) })
    assert.match(answer, /^200 ([1-9]|1\d)$/, body.toString('hex'))
  }
  assert.equal(doors.script.seen.length, 0)
})

test('only POSTs of a served method are answered', async () => {
  const body = framed(message)
  const path = '/agora.inventory.v1.Inventory/Nothing'
  assert.equal(await send({ body, path, token: sign(body, { path }) }), '404')
  assert.equal(await send({ body, method: 'PUT', token: sign(body, { method: 'PUT' }) }), '404')
  const asked = `${commit.path}?connect=v1`
  assert.equal(await send({ body, path: asked, token: sign(body, { path: asked }) }), '404')
  assert.equal(doors.script.seen.length, 0)
})

test('a long body is not read to its end', async () => {
  const body = framed(Buffer.alloc(MAX_BODY_BYTES * 100))
  const answer = await send({ body, token: sign(body) }).catch((error: NodeJS.ErrnoException) => error.code ?? '')
  assert.match(answer, /^413|ERR_HTTP2_STREAM/)
  assert.equal(doors.script.seen.length, 0)
})

test("a transport of the library that does not sign is unauthenticated, and who signs with another's name as well", async () => {
  for (const way of ways) {
    for (const signer of [null, { caller: 'router' }, { audience: 'users' }, { clock: () => Date.now() - 31_000 }]) {
      const answer = await libraryCall(doors.transport(way, signer), call)
      assert.equal(answer.ok ? '' : answer.error.code, 'unauthenticated', `${way} ${JSON.stringify(signer)}`)
    }
  }
  assert.equal(doors.script.seen.length, 0)
})

test('who may not call a method is told so before its body is read', async () => {
  const path = '/agora.inventory.v1.Inventory/Commit'
  const logger = createLogger({ service: 'test', level: 'silent' })
  let runs = 0
  const route = serveMethod(commit, ['router'], async () => {
    runs += 1
    return ok({ ok: true })
  })
  const closed = await grpcServer({ name: 'products', port: 0, protos, routes: [route], keysByCaller: { orders: doors.keys }, logger })
  const client = connect(closed.url)
  const stream = client.request({ ':method': 'POST', ':path': path, 'content-type': 'application/grpc', [CALL_HEADER]: sign(framed(message)) })
  const status = await new Promise((resolve) => stream.on('error', () => undefined).on('response', (fields) => resolve(fields[':status'])))
  assert.deepEqual([status, runs], [403, 0])
  client.destroy()
  await closed.stop(100)
})

test('stopping answers what is in flight and accepts nothing more', async () => {
  const logger = createLogger({ service: 'test', level: 'silent' })
  let arrived: () => void = () => undefined
  const arrival = new Promise<void>((resolve) => (arrived = resolve))
  let release: () => void = () => undefined
  const held = new Promise<void>((resolve) => (release = resolve))
  const route = serveMethod(commit, ['orders'], async () => {
    arrived()
    await held
    return fail({ code: 'already_exists', message: 'the key was used with another message' })
  })
  const stopping = await grpcServer({ name: 'products', port: 0, protos, routes: [route], keysByCaller: { orders: doors.keys }, logger })
  const client = connect(stopping.url)
  const body = framed(message)
  const answered = new Promise((resolve) => {
    const stream = client.request({
      ':method': 'POST',
      ':path': commit.path,
      'content-type': 'application/grpc',
      te: 'trailers',
      [CALL_HEADER]: sign(body),
    })
    stream.on('trailers', (fields) => resolve(fields['grpc-status'])).resume()
    stream.end(body)
  })
  await arrival
  const stopped = stopping.stop(5000)
  release()
  assert.equal(await answered, '6')
  await stopped
  const refused = await new Promise((resolve) => connect(stopping.url).on('error', ({ code }: NodeJS.ErrnoException) => resolve(code)))
  assert.equal(refused, 'ECONNREFUSED')
})

test('a handler whose method is in none of the protos is a mistake that is told at the start', async () => {
  const logger = createLogger({ service: 'test', level: 'silent' })
  const routes = [serveMethod(commit, ['orders'], async () => ok({ ok: true }))]
  await assert.rejects(grpcServer({ name: 'products', port: 0, protos: {}, routes, keysByCaller: {}, logger }), TypeError)
})
