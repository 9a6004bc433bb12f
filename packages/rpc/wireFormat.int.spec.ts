import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'

import { connectNodeAdapter } from '@connectrpc/connect-node'

import { ok } from '@agora/errors/result.ts'
import { CALL_HEADER, signCall } from '@agora/security/callToken.ts'

import { openDoors, type Doors } from './fixtures/doors.ts'
import { descriptorOf } from './fixtures/libraryCall.ts'
import { commit, reserve } from './methods/inventory.ts'

// The same bytes to our door and to Connect's own: what the one answers, the other must.
let doors: Doors
let server: Server
let libraryUrl: string
before(async () => {
  doors = await openDoors()
  doors.script.answer = async () => ok({ ok: true })
  server = createServer(
    connectNodeAdapter({
      acceptCompression: [],
      requireConnectProtocolHeader: true,
      routes: (router) => router.rpc(descriptorOf(commit), () => ({ ok: true })),
    }),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  libraryUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
after(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await doors.close()
})

interface Sent {
  readonly path?: string
  readonly body?: string | Buffer
  readonly headers?: Readonly<Record<string, string>>
}
const fitting = '{"key":"k","orderId":"o"}'

/** Status and code that both answer; fails when they differ. */
async function bothAnswer({ path = commit.path, body = fitting, headers = {} }: Sent): Promise<string> {
  const token = signCall({ keys: doors.keys, caller: 'orders', audience: 'products', method: 'POST', path, body })
  const [ours, library] = await Promise.all(
    [doors.leanUrl, libraryUrl].map(async (url) => {
      const answer = await fetch(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'connect-protocol-version': '1', [CALL_HEADER]: token, ...headers },
        body,
      })
      const text = await answer.text()
      const { code = '', ok: done = '' } = text === '' ? {} : (JSON.parse(text) as { code?: string; ok?: boolean })
      return `${answer.status} ${code}${done}`
    }),
  )
  assert.equal(ours, library)
  return ours ?? ''
}

test('what fits is answered alike', async () => {
  assert.equal(await bothAnswer({}), '200 true')
  assert.equal(await bothAnswer({ headers: { 'connect-timeout-ms': '1000' } }), '200 true')
  assert.equal(await bothAnswer({ headers: { 'content-type': 'application/json; charset=utf-8' } }), '200 true')
  assert.equal(await bothAnswer({ headers: { 'content-encoding': 'identity' } }), '200 true')
})

test('fields that are not known are passed over', async () => {
  assert.equal(await bothAnswer({ body: '{"key":"k","orderId":"o","newer":{"than":"us"}}' }), '200 true')
})

test('what is not the message in JSON is invalid_argument', async () => {
  for (const body of [
    'not JSON',
    '{',
    '[]',
    '"text"',
    '1',
    'null',
    '{"key":1,"orderId":"o"}',
    '{"key":["k"],"orderId":"o"}',
    '{"key":{},"orderId":"o"}',
  ]) {
    assert.equal(await bothAnswer({ body }), '400 invalid_argument', body)
  }
})

test('what is not the protocol is refused with the same code', async () => {
  assert.equal(await bothAnswer({ headers: { 'connect-protocol-version': '2' } }), '400 invalid_argument')
  for (const timeout of ['soon', '-1', '1.5', '12345678901']) {
    assert.equal(await bothAnswer({ headers: { 'connect-timeout-ms': timeout } }), '400 invalid_argument', timeout)
  }
  const packed = { body: gzipSync(fitting), headers: { 'content-encoding': 'gzip' } }
  assert.equal(await bothAnswer(packed), '501 unimplemented')
  assert.match(await bothAnswer({ headers: { 'content-type': 'text/plain' } }), /^415 /)
})

test('a method that does not exist is 404', async () => {
  const answers = await Promise.all(
    [doors.leanUrl, libraryUrl].map(async (url) => {
      const path = `${reserve.path}d`
      const token = signCall({ keys: doors.keys, caller: 'orders', audience: 'products', method: 'POST', path, body: fitting })
      const { status } = await fetch(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', [CALL_HEADER]: token },
        body: fitting,
      })
      return status
    }),
  )
  assert.deepEqual(answers, [404, 404])
})
