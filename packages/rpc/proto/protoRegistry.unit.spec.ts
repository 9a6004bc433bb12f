import assert from 'node:assert/strict'
import { test } from 'node:test'

import { fromBinary, fromJson, toBinary, toJson, type JsonValue } from '@bufbuild/protobuf'

import { protos } from '../fixtures/examples.ts'
import { protoRegistry } from './protoRegistry.ts'

const registry = protoRegistry(protos)

/** There and back again through the binary form. */
function through(typeName: string, json: JsonValue): JsonValue {
  const type = registry.getMessage(typeName)
  assert.ok(type)
  return toJson(type, fromBinary(type, toBinary(type, fromJson(type, json))))
}

test('every service and method of our protos is known, and whether it changes something', () => {
  const methods = [...registry].flatMap((type) =>
    type.kind === 'service' ? type.methods.map((m) => `${type.typeName}/${m.name} ${m.idempotency}`) : [],
  )
  assert.deepEqual(methods.toSorted(), [
    'agora.catalogue.v1.Catalogue/Quote 1',
    'agora.identity.v1.Identity/Keys 1',
    'agora.identity.v1.Identity/Revocations 1',
    'agora.inventory.v1.Inventory/CarryOut 0',
    'agora.inventory.v1.Inventory/Commit 0',
    'agora.inventory.v1.Inventory/Release 0',
    'agora.inventory.v1.Inventory/Reserve 0',
    'agora.inventory.v1.Inventory/Restock 0',
    'agora.orders.v1.Orders/Contact 1',
    'agora.payments.v1.Payments/Authorise 0',
    'agora.payments.v1.Payments/Capture 0',
    'agora.payments.v1.Payments/Refund 0',
    'agora.payments.v1.Payments/Void 0',
    'agora.payments.v1.Webhooks/Deliver 0',
  ])
})

test('64-bit numbers are text, optionals may be absent or zero, times are ISO 8601', () => {
  assert.deepEqual(through('agora.payments.v1.RefundRequest', { key: 'k', amountMinor: '9223372036854775807' }), {
    key: 'k',
    amountMinor: '9223372036854775807',
  })
  assert.deepEqual(through('agora.payments.v1.RefundRequest', { key: 'k' }), { key: 'k' })
  assert.deepEqual(through('agora.payments.v1.RefundResponse', { amountMinor: '0' }), { amountMinor: '0' })
  assert.deepEqual(through('agora.identity.v1.RevocationsResponse', { asOf: '2026-11-25T01:00:00Z' }), { asOf: '2026-11-25T01:00:00Z' })
})

test('messages within messages and lists are followed', () => {
  const reserve = { key: 'k', orderId: 'o', lines: [{ variantId: 'v', quantity: 2 }], expiresAt: 'later' }
  assert.deepEqual(through('agora.inventory.v1.ReserveRequest', reserve), reserve)
})

test('what is not understood is refused, not described wrongly', () => {
  const file =
    (body: string): (() => unknown) =>
    (): unknown =>
      protoRegistry({ 'a.proto': `syntax = "proto3"; package a; ${body}` })
  const bodies = [
    'enum Colour { RED = 0; }',
    'message M { map<string, string> texts = 1; }',
    'message M { oneof one { string a = 1; string b = 2; } }',
    'message M { message Inner {} }',
    'message M {} service S { rpc Watch(M) returns (stream M); }',
  ]
  for (const body of bodies) assert.throws(file(body), TypeError, body)
})
