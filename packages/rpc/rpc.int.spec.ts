import assert from 'node:assert/strict'
import { request as httpRequest } from 'node:http'
import { after, before, beforeEach, test } from 'node:test'

import { z } from 'zod'

import { fail, ok } from '@agora/errors/result.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { CALL_HEADER, signCall } from '@agora/security/callToken.ts'
import type { KeyFolder } from '@agora/security/keyFolder.ts'
import { testKeys, type TestKeys } from '@agora/testkit/testKeys.ts'

import { createCaller, type Caller } from './caller.ts'
import { defineMethod } from './defineMethod.ts'
import { internalServer, type InternalServer } from './internalServer.ts'
import { serveMethod, type RpcCall } from './routes.ts'

const service = 'agora.test.v1.Test'
const double = defineMethod({
  service,
  method: 'Double',
  idempotent: true,
  request: z.object({ value: z.int().max(1000), way: z.string().optional() }),
  response: z.object({ value: z.int() }),
})
const closed = defineMethod({ service, method: 'Closed', idempotent: false, request: z.object({}), response: z.object({}) })
const unserved = defineMethod({ service, method: 'Unserved', idempotent: false, request: z.object({}), response: z.object({}) })

let keys: TestKeys
let ordersKeys: KeyFolder
let server: InternalServer
let orders: Caller
const ran: RpcCall[] = []
const options = { timeoutMs: 2000 }

before(async () => {
  keys = await testKeys(['orders-products', 'router-products'])
  ordersKeys = keys.open('orders-products')
  server = await internalServer({
    name: 'products',
    port: 0,
    keysByCaller: { orders: ordersKeys, router: keys.open('router-products') },
    logger: createLogger({ service: 'test', level: 'silent' }),
    maxBodyBytes: 1000,
    routes: [
      serveMethod(double, ['orders'], async ({ value, way }, call) => {
        ran.push(call)
        if (way === 'refuse') return fail({ code: 'not_found', message: 'no such number' })
        if (way === 'throw') throw new Error('secret detail')
        // As pg says it.
        if (way === 'cut off') throw new Error('Connection terminated unexpectedly')
        if (way === 'misfit') return ok({ value: 0.5 })
        if (way === 'slow') await new Promise((resolve) => call.signal.addEventListener('abort', resolve))
        return ok({ value: value * 2 })
      }),
      serveMethod(closed, ['router'], async (_request, call) => {
        ran.push(call)
        return ok({})
      }),
    ],
    gets: [
      {
        path: '/media/',
        callers: ['orders'],
        answer: ({ path, query }) => ({ headers: { 'content-type': 'image/svg+xml' }, body: `${path} ${query.get('size') ?? ''}` }),
      },
      { path: '/ready', callers: ['router'], answer: () => ({ status: 503, body: 'no' }) },
      { path: '/broken', callers: ['orders'], answer: () => Promise.reject(new Error('secret detail')) },
    ],
  })
  orders = createCaller({ baseUrl: server.url, keys: ordersKeys, caller: 'orders', audience: 'products' })
})
after(async () => {
  await orders.close()
  await server.stop(1000)
  await keys.drop()
})
beforeEach(() => void ran.splice(0))

const post = async (path: string, body: string, token?: string): Promise<[number, unknown]> => {
  const headers = { 'content-type': 'application/json', ...(token === undefined ? {} : { [CALL_HEADER]: token }) }
  const answer = await fetch(server.url + path, { method: 'POST', headers, body })
  return [answer.status, ((await answer.json()) as { code: string }).code]
}
const sign = (path: string, body: string, more: object = {}): string =>
  signCall({ keys: ordersKeys, caller: 'orders', audience: 'products', method: 'POST', path, body, ...more })

test('a call is answered, and its ids and caller arrive with it', async () => {
  const answer = await orders.call(double, { value: 21 }, { ...options, requestId: 'r1', traceparent: '00-a-b-01' })
  assert.deepEqual(answer, { ok: true, value: { value: 42 } })
  const [call] = ran
  assert.deepEqual([call?.caller, call?.requestId, call?.traceparent], ['orders', 'r1', '00-a-b-01'])
})

test('a refusal comes back with its Connect code, a bug without its detail, a database that is away as what it is', async () => {
  assert.deepEqual(await orders.call(double, { value: 1, way: 'refuse' }, options), fail({ code: 'not_found', message: 'no such number' }))
  const bug = fail({ code: 'internal', message: 'The call failed; the request id finds it in the log' })
  assert.deepEqual(await orders.call(double, { value: 1, way: 'throw' }, options), bug)
  assert.deepEqual(await orders.call(double, { value: 1, way: 'misfit' }, options), bug)
  const away = fail({ code: 'unavailable', message: 'The database behind this call cannot serve it at present' })
  assert.deepEqual(await orders.call(double, { value: 1, way: 'cut off' }, options), away)
})

test('a request that does not fit its method is not sent, and not run when it is', async () => {
  assert.deepEqual(
    await orders.call(double, { value: 1001 }, options),
    fail({ code: 'invalid_argument', message: `${double.path}: the request does not fit the method` }),
  )
  for (const body of ['{"value":1001}', '{"value":"1"}', '{}', '[]', 'null', 'not JSON', '']) {
    assert.deepEqual(await post(double.path, body, sign(double.path, body)), [400, 'invalid_argument'], body)
  }
  assert.equal(ran.length, 0)
})

test('without a token that fits caller, audience, method, path and body nothing runs', async () => {
  const body = '{"value":1}'
  const expired = sign(double.path, body, { clock: () => Date.now() - 31_000 })
  const tokens = {
    missing: undefined,
    empty: '',
    forged: sign(double.path, body).replace(/.{4}$/, 'AAAA'),
    expired,
    otherAudience: sign(double.path, body, { audience: 'users' }),
    otherPath: sign(closed.path, body),
    otherMethod: sign(double.path, body, { method: 'GET' }),
    otherBody: sign(double.path, '{"value":2}'),
    otherCaller: sign(double.path, body, { caller: 'router' }),
    unknownCaller: sign(double.path, body, { caller: 'payments' }),
  }
  for (const [what, token] of Object.entries(tokens)) assert.deepEqual(await post(double.path, body, token), [401, 'unauthenticated'], what)
  assert.equal(ran.length, 0)
  assert.deepEqual((await post(double.path, body, sign(double.path, body)))[0], 200)
})

test('a body that is swapped under a valid token is refused before it is parsed', async () => {
  assert.deepEqual(await post(double.path, 'not JSON', sign(double.path, '{"value":1}')), [401, 'unauthenticated'])
  assert.equal(ran.length, 0)
})

test('a caller may call only what lists it', async () => {
  assert.deepEqual(await orders.call(closed, {}, options), fail({ code: 'permission_denied', message: 'orders may not call this method' }))
  const ready = await orders.get('/ready', options)
  assert.equal(ready.ok && ready.value.status, 403)
  assert.equal(ran.length, 0)
})

test('what is not served is said to be unimplemented', async () => {
  assert.deepEqual(await orders.call(unserved, {}, options), fail({ code: 'unimplemented', message: 'No such route' }))
})

test('a body beyond the limit is refused, announced or not', async () => {
  const body = JSON.stringify({ value: 1, way: 'x'.repeat(1000) })
  assert.deepEqual(await post(double.path, body, sign(double.path, body)), [413, 'resource_exhausted'])
  const status = await new Promise((resolve, reject) => {
    const request = httpRequest(
      server.url + double.path,
      { method: 'POST', headers: { 'content-type': 'application/json', [CALL_HEADER]: sign(double.path, body), 'transfer-encoding': 'chunked' } },
      ({ statusCode }) => resolve(statusCode),
    )
    request.on('error', reject)
    request.write(body)
    request.end()
  })
  assert.equal(status, 413)
  assert.equal(ran.length, 0)
})

test('a caller waits no longer than its deadline, and the other side is told', async () => {
  assert.equal(
    ((await orders.call(double, { value: 1, way: 'slow' }, { timeoutMs: 50 })) as { error: { code: string } }).error.code,
    'deadline_exceeded',
  )
  assert.equal(ran[0]?.signal.aborted || (await new Promise((resolve) => ran[0]?.signal.addEventListener('abort', () => resolve(true)))), true)
})

test('a deadline that has passed on the way is answered so', async () => {
  const body = '{"value":1,"way":"slow"}'
  const headers = { 'content-type': 'application/json', [CALL_HEADER]: sign(double.path, body), 'connect-timeout-ms': '20' }
  const answer = await fetch(server.url + double.path, { method: 'POST', headers, body })
  assert.deepEqual([answer.status, await answer.json()], [504, { code: 'deadline_exceeded', message: 'The caller waits no longer' }])
})

test('a process that is not there is unavailable', async () => {
  const nowhere = createCaller({ baseUrl: 'http://127.0.0.1:1', keys: ordersKeys, caller: 'orders', audience: 'products' })
  const answer = await nowhere.call(double, { value: 1 }, options)
  assert.equal(answer.ok ? '' : answer.error.code, 'unavailable')
  await nowhere.close()
})

test('pages are read by signed GETs, query included in what is signed', async () => {
  const picture = await orders.get('/media/prd_1/a.svg?size=2', options)
  assert.ok(picture.ok)
  assert.deepEqual(
    [picture.value.status, picture.value.headers()['content-type'], picture.value.body.toString()],
    [200, 'image/svg+xml', '/media/prd_1/a.svg 2'],
  )
  const broken = await orders.get('/broken', options)
  assert.ok(broken.ok)
  assert.deepEqual([broken.value.status, broken.value.body.toString().includes('secret')], [500, false])
  const token = signCall({ keys: ordersKeys, caller: 'orders', audience: 'products', method: 'GET', path: '/media/a.svg', body: '' })
  assert.equal((await fetch(`${server.url}/media/b.svg`, { headers: { [CALL_HEADER]: token } })).status, 401)
  assert.equal((await fetch(`${server.url}/media/a.svg?size=9`, { headers: { [CALL_HEADER]: token } })).status, 401)
  assert.equal((await fetch(`${server.url}/media/a.svg`)).status, 401)
})
