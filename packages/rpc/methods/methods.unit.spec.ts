import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

import protobuf from 'protobufjs'
import { z } from 'zod'

import type { RpcMethod } from '../defineMethod.ts'
import { keys, revocations } from './identity.ts'
import { carryOut, commit, release, reserve, restock } from './inventory.ts'
import { contact } from './orderContact.ts'
import { authorise, capture, refund, voidPayment } from './payments.ts'
import { quote } from './quote.ts'
import { deliverWebhook } from './webhooks.ts'

const protos = new URL('../../../schema/proto/', import.meta.url)

/** The declarations of one proto file, with the field names of its JSON mapping. */
function readProto(path: string): protobuf.Root {
  return protobuf.parse(readFileSync(new URL(path, protos), 'utf8'), new protobuf.Root(), { keepCase: false }).root
}

/** The JSON mapping of a proto type: text, number, switch, list or message (https://protobuf.dev/programming-guides/json/). */
const scalars: Readonly<Record<string, string>> = {
  string: 'string',
  int64: 'string',
  'google.protobuf.Timestamp': 'string',
  int32: 'number',
  bool: 'boolean',
}

type Shape = string | { readonly list: Shape } | { readonly [field: string]: Shape }

function protoShape(type: protobuf.Type): Shape {
  const shapeOf = (field: protobuf.Field): Shape => {
    const scalar = scalars[field.type]
    const one = scalar ?? protoShape((type.parent ?? type).lookupType(field.type))
    return field.repeated ? { list: one } : one
  }
  return Object.fromEntries(type.fieldsArray.map((field) => [field.name, shapeOf(field)]))
}

function zodShape(type: unknown): Shape {
  if (type instanceof z.ZodDefault || type instanceof z.ZodNullable || type instanceof z.ZodOptional) return zodShape(type.unwrap())
  if (type instanceof z.ZodArray) return { list: zodShape(type.element) }
  if (type instanceof z.ZodObject) return Object.fromEntries(Object.entries(type.shape).map(([name, field]) => [name, zodShape(field)]))
  if (type instanceof z.ZodNumber) return 'number'
  return type instanceof z.ZodBoolean ? 'boolean' : 'string'
}

type AnyMethod = Pick<RpcMethod<never, never>, 'service' | 'method' | 'path'> & { readonly request: unknown; readonly response: unknown }

function assertEqual(root: protobuf.Root, method: AnyMethod): void {
  const declared = root.lookupService(method.service).methods[method.method]
  assert.ok(declared, `${method.path} is not in the proto`)
  const within = root.lookupService(method.service).parent ?? root
  assert.deepEqual(zodShape(method.request), protoShape(within.lookupType(declared.requestType)))
  assert.deepEqual(zodShape(method.response), protoShape(within.lookupType(declared.responseType)))
}

test('Catalogue/Quote is the same in zod and in its proto', () => {
  assertEqual(readProto('agora/catalogue/v1/catalogue.proto'), quote)
})

test('Identity/Keys and Identity/Revocations are the same in zod and in their proto', () => {
  const root = readProto('agora/identity/v1/identity.proto')
  assertEqual(root, keys)
  assertEqual(root, revocations)
})

test('Inventory, Payments and Orders are the same in zod and in their protos', () => {
  const inventory = readProto('agora/inventory/v1/inventory.proto')
  for (const method of [reserve, commit, release, restock, carryOut]) assertEqual(inventory, method)
  const payments = readProto('agora/payments/v1/payments.proto')
  for (const method of [authorise, capture, voidPayment, refund]) assertEqual(payments, method)
  assertEqual(readProto('agora/orders/v1/orders.proto'), contact)
})

test('the comparison sees a field of another name and one of another type', () => {
  const root = readProto('agora/catalogue/v1/catalogue.proto')
  const renamed = { ...quote, request: z.object({ variants: z.array(z.string()), currency: z.string() }) }
  const retyped = { ...quote, request: z.object({ variantIds: z.array(z.number()), currency: z.string() }) }
  for (const other of [renamed, retyped]) assert.throws(() => assertEqual(root, other), assert.AssertionError)
})

test('what protobuf leaves out of its JSON because it is zero is read as zero', () => {
  const answer = quote.response.parse({ quotes: [{ variantId: 'v', sku: 's', productId: 'p' }] })
  assert.deepEqual(answer, {
    quotes: [
      { variantId: 'v', sku: 's', productId: 'p', available: 0, published: false, unitPriceMinor: null, packedWeightGrams: 0, taxCategory: '' },
    ],
  })
  assert.deepEqual(quote.response.parse({}), { quotes: [] })
})

test('a quote is asked for 1 to 100 variants', () => {
  const asking = (count: number): boolean =>
    quote.request.safeParse({ variantIds: Array.from({ length: count }, (_, nth) => `v${nth}`), currency: 'EUR' }).success
  assert.deepEqual([0, 1, 100, 101].map(asking), [false, true, true, false])
})

test('Webhooks are the same in zod and in their proto', () => {
  assertEqual(readProto('agora/payments/v1/webhooks.proto'), deliverWebhook)
})
