import assert from 'node:assert/strict'
import { connect } from 'node:http2'
import { test, type TestContext } from 'node:test'

import { ok } from '@agora/errors/result.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { commit } from '@agora/rpc/methods/inventory.ts'
import { serveMethod } from '@agora/rpc/routes.ts'
import { CALL_HEADER, signCall } from '@agora/security/callToken.ts'
import { testKeys } from '@agora/testkit/testKeys.ts'

import { openInternalPorts, type InternalPorts, type InternalPortsOptions } from './internalPorts.ts'

const proto = `syntax = "proto3"; package agora.inventory.v1;
message CommitRequest { string key = 1; string order_id = 2; }
message CommitResponse { bool ok = 1; optional string reason = 2; }
service Inventory { rpc Commit(CommitRequest) returns (CommitResponse); }`

async function open(
  t: TestContext,
  GRPC_PORT: number | undefined,
  more: Partial<InternalPortsOptions> = {},
): Promise<InternalPorts & { sign(body: string): string }> {
  const folder = await testKeys(['orders-products'])
  t.after(() => folder.drop())
  const keys = folder.open('orders-products')
  const ports = await openInternalPorts({
    name: 'products',
    environment: { GRAPHQL_PORT: 0, INTERNAL_PORT: 0, GRPC_PORT, HOST: '127.0.0.1', EDGE_KEYS_DIR: folder.dir },
    routes: [serveMethod(commit, ['orders'], async () => ok({ ok: true }))],
    protos: () => ({ 'inventory.proto': proto }),
    keysByCaller: { orders: keys },
    logger: createLogger({ service: 'test', level: 'silent' }),
    ...more,
  })
  t.after(() => ports.stop(0))
  return { ...ports, sign: (body) => signCall({ keys, caller: 'orders', audience: 'products', method: 'POST', path: commit.path, body }) }
}

/** Asks for a commit over HTTP/2 in Connect's JSON; answers the HTTP status. */
async function commitOverHttp2(port: number | undefined, headers: Record<string, string>): Promise<unknown> {
  const session = connect(`http://127.0.0.1:${port}`)
  const stream = session.request({ ':method': 'POST', ':path': commit.path, 'content-type': 'application/json', ...headers })
  stream.on('error', () => undefined).end('{"key":"k"}')
  const status = await new Promise((resolve) => stream.on('response', (fields) => resolve(fields[':status'])))
  session.destroy()
  return status
}

test('without GRPC_PORT there is no gRPC, and its protos are not read', async (t) => {
  const ports = await open(t, undefined, { protos: () => assert.fail('they were read') })
  assert.equal('grpcPort' in ports, false)
})

test('with GRPC_PORT the routes are served by gRPC as well, to whoever signs', async (t) => {
  const { grpcPort, sign } = await open(t, 0)
  assert.equal(await commitOverHttp2(grpcPort, {}), 401)
  assert.equal(await commitOverHttp2(grpcPort, { [CALL_HEADER]: sign('{"key":"l"}') }), 401)
  // The message lacks its order, so it gets as far as its shape.
  assert.equal(await commitOverHttp2(grpcPort, { [CALL_HEADER]: sign('{"key":"k"}') }), 400)
})

test('GRPC_PORT without protos is a mistake that is told at the start', async (t) => {
  await assert.rejects(open(t, 0, { protos: () => ({}) }), TypeError)
})
