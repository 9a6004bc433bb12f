import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, beforeEach, test } from 'node:test'

import { fromJson, toJson, type JsonValue } from '@bufbuild/protobuf'
import { Code, ConnectError, type HandlerContext } from '@connectrpc/connect'
import { connectNodeAdapter } from '@connectrpc/connect-node'
import { codeFromString } from '@connectrpc/connect/protocol-connect'

import { fail, ok } from '@agora/errors/result.ts'
import { CALL_HEADER } from '@agora/security/callToken.ts'
import { testKeys, type TestKeys } from '@agora/testkit/testKeys.ts'

import { createCaller, type Caller } from './caller.ts'
import { rpcCodes, type RpcCode } from './fault.ts'
import { examples, methods, type Json } from './fixtures/examples.ts'
import { descriptorOf } from './fixtures/libraryCall.ts'
import { commit } from './methods/inventory.ts'
import { contact } from './methods/orderContact.ts'

// Our caller before a server that is Connect's own from the socket to the handler.
let keys: TestKeys
let server: Server
let caller: Caller
let answer: (context: HandlerContext) => Promise<Json>
const seen: { request: unknown; context: HandlerContext }[] = []
const options = { timeoutMs: 5000, requestId: 'req_1', traceparent: '00-a-b-01' }
const request = { key: 'k', orderId: 'o' }

before(async () => {
  keys = await testKeys(['orders-products'])
  const served = methods.filter(({ path }) => path !== contact.path)
  const routes = connectNodeAdapter({
    routes(router) {
      for (const method of served) {
        const { input, output } = descriptorOf(method)
        router.rpc(descriptorOf(method), async (message, context) => {
          seen.push({ request: toJson(input, message), context })
          return fromJson(output, (await answer(context)) as JsonValue)
        })
      }
    },
  })
  server = createServer(routes)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  caller = createCaller({ baseUrl, keys: keys.open('orders-products'), caller: 'orders', audience: 'products' })
})
after(async () => {
  await caller.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await keys.drop()
})
beforeEach(() => void seen.splice(0))

test('every method is understood and its answer read, with and without what may be absent', async () => {
  for (const { name, method, request: asked, response } of examples) {
    if (method.path === contact.path) continue
    answer = async () => response
    assert.deepEqual(await caller.call(method, asked, options), ok(response), name)
    assert.deepEqual(method.request.parse(seen.pop()?.request), asked, name)
  }
})

test('64-bit numbers are sent and read as text, without losing a digit', async () => {
  const refund = examples.find(({ name }) => name === 'Refund: all of it')
  assert.ok(refund)
  answer = async () => ({ state: 'REFUNDED', amountMinor: '9223372036854775807' })
  const asked = { ...refund.request, amountMinor: '9223372036854775806' }
  assert.deepEqual(await caller.call(refund.method, asked, options), ok({ state: 'REFUNDED', amountMinor: '9223372036854775807' }))
  assert.deepEqual(seen[0]?.request, asked)
})

test('ids, deadline and token arrive as the protocol carries them', async () => {
  answer = async () => ({ ok: true })
  await caller.call(commit, request, options)
  const { requestHeader, protocolName, timeoutMs } = seen[0]?.context ?? {}
  assert.deepEqual([protocolName, requestHeader?.get('x-request-id'), requestHeader?.get('traceparent')], ['connect', 'req_1', '00-a-b-01'])
  assert.deepEqual([requestHeader?.get('connect-timeout-ms'), requestHeader?.get('connect-protocol-version')], ['5000', '1'])
  assert.equal(requestHeader?.get(CALL_HEADER)?.split('.').length, 3)
  const left = timeoutMs?.() ?? 0
  assert.ok(left > 4000 && left <= 5000, `${left}`)
})

test('each code of an error is read', async () => {
  for (const code of Object.keys(rpcCodes) as RpcCode[]) {
    answer = () => Promise.reject(new ConnectError(`because of ${code}`, codeFromString(code) ?? Code.Unknown))
    assert.deepEqual(await caller.call(commit, request, options), fail({ code, message: `because of ${code}` }))
  }
})

test('a method that is not served is unimplemented', async () => {
  assert.deepEqual(await caller.call(contact, { orderId: 'ord_1' }, options), fail({ code: 'unimplemented', message: 'HTTP 404' }))
})

test('the server is told of the deadline and aborts what it does', async () => {
  const aborted = new Promise((resolve) => {
    answer = ({ signal }) => new Promise(() => signal.addEventListener('abort', () => resolve(true)))
  })
  const late = await caller.call(commit, request, { timeoutMs: 60 })
  assert.equal(late.ok ? '' : late.error.code, 'deadline_exceeded')
  assert.equal(await aborted, true)
})
