import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { anonymous } from '@agora/security/viewer.ts'
import { admin } from '@agora/testkit/viewers.ts'

import { loadTariffs } from '../../../prisma/orders/seed/loadTariffs.ts'
import { add } from '../testing/cartDocuments.ts'
import { startOrdersStack, type OrdersStack } from '../testing/ordersStack.ts'

let stack: OrdersStack
before(async () => {
  stack = await startOrdersStack()
  await loadTariffs(stack.rows)
})
after(() => stack.stop())

interface Method {
  readonly id: string
  readonly code: string
  readonly version: number
}
interface Payload {
  readonly shippingMethod: Method | null
  readonly userErrors: readonly { readonly code: string; readonly field: readonly string[] | null }[]
}

async function change(mutation: string, input: object): Promise<Payload> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!`
  const document = `mutation ($input: ${type}) { ${mutation}(input: $input) { shippingMethod { id code version } userErrors { code field } } }`
  const answer = await stack.as(admin())<Record<string, Payload>>(document, { input })
  const payload = answer.data?.[mutation]
  if (payload === undefined) throw new Error(JSON.stringify(answer.errors))
  return payload
}

async function offered(viewer: Parameters<OrdersStack['as']>[0], given: string): Promise<(string | undefined)[]> {
  type Answer = { shippingMethods: { method: { code: string }; price: { decimal: string } | null }[] }
  const { data } = await stack.as(viewer)<Answer>(`{ shippingMethods(${given}) { method { code } price { decimal } } }`)
  return data?.shippingMethods.map(({ method, price }) => `${method.code} ${price?.decimal ?? null}`) ?? []
}

test('anybody may see the ways to a country, and whoever has a cart those that take it, with prices', async () => {
  assert.deepEqual(await offered(anonymous, 'countryCode: "DE"'), ['STANDARD null', 'EXPRESS null', 'TWO_PEOPLE null'])
  const viewer = stack.newCustomer()
  await add(stack, viewer, { variantId: stack.catalogue.add({ packedWeightGrams: 9_000 }).id, quantity: 2, currencyCode: 'EUR' })
  assert.deepEqual(await offered(viewer, 'countryCode: "DE"'), ['STANDARD 12.90', 'EXPRESS 48.90', 'TWO_PEOPLE 56.20'])
  await add(stack, viewer, { variantId: stack.catalogue.add({ packedWeightGrams: 50_000 }).id })
  assert.deepEqual(await offered(viewer, 'countryCode: "DE"'), ['TWO_PEOPLE 76.20'])
  assert.deepEqual(await offered(viewer, 'countryCode: "AQ"'), [])
})

test('while the catalogue does not answer the ways are shown without prices', async () => {
  const viewer = stack.newGuest()
  await add(stack, viewer, { variantId: stack.catalogue.add().id })
  stack.catalogue.down = true
  assert.deepEqual(await offered(viewer, 'countryCode: "US"'), ['STANDARD null', 'EXPRESS null', 'TWO_PEOPLE null'])
  stack.catalogue.down = false
})

test('a country that is none is refused', async () => {
  const answer = await stack.as(anonymous)('{ shippingMethods(countryCode: "Germany") { price { decimal } } }')
  assert.equal(answer.errors?.[0]?.extensions?.['code'], 'BAD_USER_INPUT')
})

test('a new method is offered once it has rates, and no more when it is made inactive', async () => {
  const made = await change('createShippingMethod', { code: 'BIKE', name: 'By bicycle', countryCodes: ['NL'], maxWeightGrams: 8000 })
  const id = made.shippingMethod?.id
  const bike = (): Promise<(string | undefined)[]> => offered(anonymous, 'countryCode: "NL", currencyCode: EUR')
  assert.deepEqual(await bike(), [])
  await change('setShippingRates', { id, expectedVersion: 1, rates: [{ currencyCode: 'EUR', baseMinor: '250' }] })
  assert.deepEqual(await bike(), ['BIKE null'])
  await change('updateShippingMethod', { id, expectedVersion: 2, active: false })
  assert.deepEqual(await bike(), [])
  const { rows } = await stack.rows.query(
    `select action, actor, after->'rates'->0->>'baseMinor' as base from audit where target_id = $1 order by created_at`,
    [id],
  )
  const actor = admin().sub
  assert.deepEqual(rows, [
    { action: 'createShippingMethod', actor, base: null },
    { action: 'setShippingRates', actor, base: '250' },
    { action: 'updateShippingMethod', actor, base: '250' },
  ])
})

test('a taken code, another version and nonsense are refused and change nothing', async () => {
  const { shippingMethod } = await change('createShippingMethod', { code: 'BOAT', name: 'By boat' })
  const id = shippingMethod?.id
  const snapshot = await stack.snapshot()
  const refused = [
    await change('createShippingMethod', { code: 'BOAT', name: 'Another boat' }),
    await change('updateShippingMethod', { id, expectedVersion: 7, name: 'Boat' }),
    await change('updateShippingMethod', { id: `${id?.slice(0, -1)}0`, expectedVersion: 1, name: 'Boat' }),
    await change('updateShippingMethod', { id, expectedVersion: 1, minWeightGrams: 2, maxWeightGrams: 1 }),
    await change('setShippingRates', { id, expectedVersion: 1, rates: [{ currencyCode: 'EUR', baseMinor: '-1' }] }),
    await change('setShippingRates', { id, expectedVersion: 1, rates: [{ currencyCode: 'EUR', baseMinor: '1', stepGrams: 5 }] }),
  ]
  assert.deepEqual(
    refused.map(({ userErrors: [first] }) => [first?.code, first?.field?.slice(1).join('.')]),
    [
      ['CODE_TAKEN', 'code'],
      ['VERSION_CONFLICT', 'expectedVersion'],
      ['NOT_FOUND', 'id'],
      ['INVALID_INPUT', 'maxWeightGrams'],
      ['INVALID_INPUT', 'rates.0.baseMinor'],
      ['INVALID_INPUT', 'rates.0.stepGrams'],
    ],
  )
  assert.equal(await stack.snapshot(), snapshot)
})

test('staff sees every method with its rates, page by page', async () => {
  type Page = {
    allShippingMethods: { totalCount: number; nodes: { code: string; rates: { base: { decimal: string }; perStep: { decimal: string } | null }[] }[] }
  }
  const { data } = await stack.as(admin())<Page>(
    '{ allShippingMethods(first: 1) { totalCount nodes { code rates { base { decimal } perStep { decimal } } } } }',
  )
  assert.ok((data?.allShippingMethods.totalCount ?? 0) >= 3)
  const step = (decimal: string) => ({ decimal })
  assert.deepEqual(data?.allShippingMethods.nodes, [
    {
      code: 'STANDARD',
      rates: [
        { base: step('10.00'), perStep: step('3.00') },
        { base: step('3.90'), perStep: step('0.50') },
        { base: step('4.90'), perStep: step('0.50') },
      ],
    },
  ])
})
