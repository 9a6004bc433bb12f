import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { before, test } from 'node:test'

import type { GraphqlClient } from '@agora/testkit/graphqlClient.ts'

import { changesNothing } from '../access/changesNothing.ts'
import { addToCart, buy, checkOut, checkoutInput, readOrder, soon } from '../buyer.ts'
import { deliver, newGoods, type Goods } from '../goods.ts'
import { readInsides } from '../insides.ts'
import { newCustomer, newGuest } from '../people.ts'
import { newStaff } from '../staff.ts'

const { databases, signingKeysDir } = readInsides()
const REFUND =
  'mutation ($input: RefundOrderInput!) { answer: refundOrder(input: $input) { refund { amount { amountMinor } status } userErrors { code field } } }'
const CANCEL = 'mutation ($input: CancelOrderInput!) { answer: cancelOrder(input: $input) { order { status } userErrors { code field } } }'
const PRICES = 'mutation ($input: SetVariantPricesInput!) { answer: setVariantPrices(input: $input) { userErrors { code field } } }'
const CURRENCY = 'mutation ($input: SetCartCurrencyInput!) { answer: setCartCurrency(input: $input) { userErrors { code field } } }'
const VERSION = 'query ($id: ID!) { variant(id: $id) { version } }'

/** Texts that are no amount of money above zero which could be given back. */
const NO_AMOUNTS = ['0', '-1', '-0', '1.5', '1e3', '0x10', ' 1', '1 ', '+1', '', 'NaN', '١٢', '9223372036854775808', '9'.repeat(400)]
/** Beyond 2^53, where a float would lie, and a whole number all the same. */
const BEYOND_FLOATS = '9007199254740993'
/** With shipping and tax it is still below 2^53, which no order may reach. */
const DEAREST = '7000000000000001'

let admin: GraphqlClient
let goods: Goods

before(async () => {
  admin = await newStaff('ADMIN', signingKeysDir)
  goods = await newGoods(admin, 2000)
  await deliver(admin, goods, { pieces: 50, expected: 0 })
})

interface Answer {
  readonly refund?: { readonly amount: { readonly amountMinor: string }; readonly status: string } | null
  readonly userErrors: readonly { readonly code: string; readonly field: readonly string[] | null }[]
}

/** The codes of what was refused, by the house or already by the graph. */
async function codesOf(client: GraphqlClient, mutation: string, input: object): Promise<string[]> {
  const { data, errors } = await client.ask<{ answer: Answer }>(mutation, { input })
  return [...errors.map(({ extensions }) => extensions?.code ?? ''), ...(data?.answer?.userErrors ?? []).map(({ code }) => code)]
}

const key = (): { idempotencyKey: string } => ({ idempotencyKey: randomUUID() })

test('an amount to give back that is none, or more than was paid, is refused and changes nothing', async () => {
  const { client } = await newGuest()
  const { id } = await buy(client, goods.variantId)
  const refund = (amountMinor: string): Promise<string[]> => codesOf(admin, REFUND, { orderId: id, amountMinor, ...key() })
  await changesNothing(databases, async () => {
    for (const amount of NO_AMOUNTS) assert.deepEqual([amount, await refund(amount)], [amount, ['INVALID_INPUT']])
    assert.deepEqual(await refund(BEYOND_FLOATS), ['REFUND_TOO_LARGE'])
    assert.deepEqual(await codesOf(admin, REFUND, { orderId: id, ...key() }), ['NOTHING_TO_REFUND'])
  })
})

test('two refunds at once that are too much together: one goes through and the other is refused', async () => {
  const { client } = await newGuest()
  const { id, totals } = await buy(client, goods.variantId)
  const amountMinor = String(BigInt(totals.total.amountMinor) - 1n)
  const refund = (): Promise<string[]> => codesOf(admin, REFUND, { orderId: id, amountMinor, ...key() })
  assert.deepEqual((await Promise.all([refund(), refund(), refund()])).map((codes) => codes.join()).toSorted(), [
    '',
    'REFUND_TOO_LARGE',
    'REFUND_TOO_LARGE',
  ])
  const order = await soon(
    () => readOrder(client, id),
    (now) => now?.refundable.amountMinor === '1',
  )
  assert.equal(order?.status, 'CONFIRMED')
})

test('a total that the buyer was not shown is refused before anything is begun', async () => {
  const { client } = await newGuest()
  await addToCart(client, goods.variantId)
  const input = await checkoutInput(client)
  await changesNothing(databases, async () => {
    for (const expectedTotalMinor of ['-1', '1.5', '1e3', ' 1', '9223372036854775808']) {
      const { order, codes } = await checkOut(client, { ...input, expectedTotalMinor, ...key() })
      assert.deepEqual([expectedTotalMinor, order, codes], [expectedTotalMinor, null, ['INVALID_INPUT']])
    }
    for (const expectedTotalMinor of ['0', '1', BEYOND_FLOATS]) {
      const { order, codes } = await checkOut(client, { ...input, expectedTotalMinor, ...key() })
      assert.deepEqual([expectedTotalMinor, order, codes], [expectedTotalMinor, null, ['PRICE_CHANGED']])
    }
  })
})

test('a price of nothing, below it, or beyond what can be kept is refused and changes nothing', async () => {
  const { variant } = await admin.data<{ variant: { version: number } }>(VERSION, { id: goods.variantId })
  await changesNothing(databases, async () => {
    for (const amountMinor of ['0', '-1', '1.5', '1e3', '9223372036854775808', '-9223372036854775809', '9'.repeat(400)]) {
      const prices = [{ currencyCode: 'EUR', amountMinor }]
      const codes = await codesOf(admin, PRICES, { variantId: goods.variantId, expectedVersion: variant.version, prices })
      assert.ok(codes.length === 1 && ['INVALID_INPUT', 'BAD_USER_INPUT'].includes(codes[0] ?? ''), `${amountMinor} answered ${codes.join()}`)
    }
  })
})

async function setPrice(variantId: string, amountMinor: string): Promise<void> {
  const { variant } = await admin.data<{ variant: { version: number } }>(VERSION, { id: variantId })
  const prices = [{ currencyCode: 'USD', amountMinor }]
  assert.deepEqual(await codesOf(admin, PRICES, { variantId, expectedVersion: variant.version, prices }), [])
}

test('what costs nearly as much as an order may is sold and given back to the cent', async () => {
  const dear = await newGoods(admin, 1)
  await deliver(admin, dear, { pieces: 1, expected: 0 })
  await setPrice(dear.variantId, DEAREST)
  const { client } = await newGuest()
  const { id, totals } = await buy(client, dear.variantId)
  assert.ok(BigInt(totals.total.amountMinor) >= BigInt(DEAREST))
  const amountMinor = String(BigInt(totals.total.amountMinor) - 1n)
  assert.deepEqual(await codesOf(admin, REFUND, { orderId: id, amountMinor, ...key() }), [])
  const PAID = 'query ($id: ID!) { order(id: $id) { payment { captured { amountMinor } refunded { amountMinor } } } }'
  type Paid = { order: { payment: Record<'captured' | 'refunded', { amountMinor: string }> } }
  const { order } = await soon(
    () => client.data<Paid>(PAID, { id }),
    (now) => now.order.payment.refunded.amountMinor !== '0',
  )
  assert.deepEqual(order.payment, { captured: totals.total, refunded: { amountMinor } })
})

test('a total of 2^53 or more is refused before anything is begun', async () => {
  const dear = await newGoods(admin, 1)
  await deliver(admin, dear, { pieces: 99, expected: 0 })
  await setPrice(dear.variantId, BEYOND_FLOATS)
  const { client } = await newGuest()
  await addToCart(client, dear.variantId)
  const { client: other } = await newGuest()
  await addToCart(other, goods.variantId)
  const input = await checkoutInput(other)
  await changesNothing(databases, async () => {
    const { order, codes } = await checkOut(client, input)
    assert.deepEqual([order, codes], [null, ['AMOUNT_TOO_LARGE']])
  })
})

test('a cart in a currency that nothing is priced in is not bought', async () => {
  const { client } = await newGuest()
  await addToCart(client, goods.variantId)
  const input = await checkoutInput(client)
  assert.deepEqual(await codesOf(client, CURRENCY, { currencyCode: 'EUR' }), [])
  await changesNothing(databases, async () => {
    const { order, codes } = await checkOut(client, input)
    assert.deepEqual([order, codes], [null, ['NOT_PRICED']])
  })
})

test('an order is cancelled once; asked again by the same key it says the same, by another that it is cancelled', async () => {
  const { client } = await newCustomer()
  const { id } = await buy(client, goods.variantId)
  const input = { orderId: id, ...key() }
  assert.deepEqual(await codesOf(client, CANCEL, input), [])
  await soon(
    () => readOrder(client, id),
    (now) => now?.status === 'CANCELLED',
  )
  await changesNothing(databases, async () => {
    assert.deepEqual(await codesOf(client, CANCEL, input), [])
    assert.deepEqual(await codesOf(client, CANCEL, { orderId: id, ...key() }), ['ALREADY_CANCELLED'])
    assert.deepEqual(await codesOf(admin, REFUND, { orderId: id, amountMinor: '1', ...key() }), ['NOT_REFUNDABLE'])
  })
})
