import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import pg from 'pg'

import { newId } from '@agora/ids/typeId.ts'
import { createLogger } from '@agora/logger/logger.ts'
import type { RpcMethod } from '@agora/rpc/defineMethod.ts'
import { grpcTransport, libraryCall } from '@agora/rpc/fixtures/libraryCall.ts'
import { release, reserve } from '@agora/rpc/methods/inventory.ts'
import { authorise, voidPayment } from '@agora/rpc/methods/payments.ts'
import { openKeyFolder, type KeyFolder } from '@agora/security/keyFolder.ts'
import { createGraphqlClient } from '@agora/testkit/graphqlClient.ts'

import { startOwnStack, type OwnStack } from '../ownStack.ts'
import { aVariant } from '../people.ts'

// The gRPC ports are closed unless somebody wants them: a stack of its own opens them.
let own: OwnStack
const opened: (KeyFolder | pg.Pool)[] = []

before(async () => void (own = await startOwnStack({ grpc: true })))
after(async () => {
  for (const one of opened) await ('end' in one ? one.end() : one.close())
  await own?.drop()
})

type GrpcClient = ReturnType<typeof grpcTransport>
type Participant = 'products' | 'payments'

/** Connect's own gRPC client of a participant, which signs as orders, or does not sign. */
function grpcTo(name: Participant, signed = true): GrpcClient {
  const port = own.stack.services.find((service) => service.name === name)?.ports['grpcPort']
  const keys = openKeyFolder(join(own.stack.folder.edgeKeys, `orders-${name}`), { logger: createLogger({ service: 'test', level: 'silent' }) })
  opened.push(keys)
  return grpcTransport(`http://127.0.0.1:${port}`, signed ? { keys, caller: 'orders', audience: name } : null)
}

/** What a method answers, or the code of its fault. */
async function ask<Request, Response>(transport: GrpcClient, method: RpcMethod<Request, Response>, request: Request): Promise<unknown> {
  const answer = await libraryCall(transport, {
    method: method as RpcMethod<unknown, unknown>,
    request: request as Readonly<Record<string, unknown>>,
  })
  return answer.ok ? answer.value : answer.error.code
}

function rowsOf(name: Participant): (text: string, values: readonly unknown[]) => Promise<unknown[]> {
  const pool = new pg.Pool({ connectionString: own.stack.databases[name].ownerUrl, max: 1 })
  opened.push(pool)
  return async (text, values) => (await pool.query(text, [...values])).rows
}

test('the stock answers gRPC: pieces are held once a key, and let go of', async () => {
  const [products, rows] = [grpcTo('products'), rowsOf('products')]
  const variantId = await aVariant(0, createGraphqlClient(`${own.stack.url}/graphql`))
  const held = async (): Promise<unknown> => (await rows('SELECT sum(reserved)::int AS held FROM stock WHERE variant_id = $1', [variantId]))[0]
  const orderId = newId('Order')
  const wanted = { key: `${orderId}:reserve`, orderId, lines: [{ variantId, quantity: 2 }], expiresAt: '2030-01-01T00:00:00.000Z' }
  assert.deepEqual(await held(), { held: 0 })
  assert.equal(await ask(grpcTo('products', false), reserve, wanted), 'unauthenticated')
  assert.deepEqual([await held(), await rows('SELECT FROM participant_inbox WHERE key = $1', [wanted.key])], [{ held: 0 }, []])
  const isHeld = { ok: true, shortages: [] }
  assert.deepEqual([await ask(products, reserve, wanted), await ask(products, reserve, wanted)], [isHeld, isHeld])
  assert.deepEqual(await held(), { held: 2 })
  assert.equal(await ask(products, reserve, { ...wanted, lines: [{ variantId, quantity: 3 }] }), 'already_exists')
  assert.deepEqual(await ask(products, release, { key: `${orderId}:release`, orderId }), { ok: true })
  assert.deepEqual(await held(), { held: 0 })
})

test('payments answers gRPC: money is held by the provider, and let go of', async () => {
  const [payments, rows] = [grpcTo('payments'), rowsOf('payments')]
  const orderId = newId('Order')
  const paymentId = orderId.replace('ord_', 'pay_')
  const wanted = {
    key: `${orderId}:authorise`,
    orderId,
    buyer: newId('Guest'),
    amountMinor: '9007199254740993',
    currency: 'EUR',
    paymentMethod: 'pm_card_visa',
  }
  const stored = (): Promise<unknown[]> => rows('SELECT status, amount_minor AS amount FROM payments WHERE order_id = $1', [orderId])
  assert.equal(await ask(grpcTo('payments', false), authorise, wanted), 'unauthenticated')
  assert.deepEqual(await stored(), [])
  assert.deepEqual(await ask(payments, authorise, wanted), { state: 'AUTHORISED', paymentId })
  assert.deepEqual(await stored(), [{ status: 'AUTHORISED', amount: wanted.amountMinor }])
  assert.deepEqual(await ask(payments, voidPayment, { key: `${orderId}:void`, orderId }), { ok: true })
  assert.deepEqual(await stored(), [{ status: 'VOIDED', amount: wanted.amountMinor }])
})
