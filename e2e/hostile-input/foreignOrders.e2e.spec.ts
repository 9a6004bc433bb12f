import assert from 'node:assert/strict'
import { createHmac, randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'

import pg from 'pg'

import { createLogger } from '@agora/logger/logger.ts'
import { openKeyFolder } from '@agora/security/keyFolder.ts'
import type { GraphqlClient } from '@agora/testkit/graphqlClient.ts'

import { createViewTokens, LINK_KEYS } from '../../subgraphs/orders/order/viewToken.ts'
import { changesNothing } from '../access/changesNothing.ts'
import { addToCart, buy, checkOut, checkoutInput, readOrder, type Ordered } from '../buyer.ts'
import { readInsides } from '../insides.ts'
import { aVariant, newCustomer, newGuest } from '../people.ts'
import { newStaff } from '../staff.ts'

const { databases, signingKeysDir, edgeKeysDir } = readInsides()
const orders = new pg.Pool({ connectionString: databases['orders'], max: 1 })
after(() => orders.end())

const CANCEL = 'mutation ($input: CancelOrderInput!) { answer: cancelOrder(input: $input) { order { id } userErrors { code } } }'
const REFUND = 'mutation ($input: RefundOrderInput!) { answer: refundOrder(input: $input) { order { id } userErrors { code } } }'
const NOTE = 'mutation ($input: AddOrderNoteInput!) { answer: addOrderNote(input: $input) { order { id } userErrors { code } } }'
const SHIP = 'mutation ($input: ShipFulfilmentInput!) { answer: shipFulfilment(input: $input) { order { id } userErrors { code } } }'
const CONFIRM = 'mutation ($input: ConfirmPaymentInput!) { answer: confirmPayment(input: $input) { payment { id } userErrors { code } } }'
const PAYMENT = 'query ($id: ID!) { node(id: $id) { id } }'
const BY_LINK = 'query ($token: String!) { orderByViewToken(token: $token) { number } }'

let buyer: GraphqlClient
let other: GraphqlClient
let support: GraphqlClient
let admin: GraphqlClient
let order: Ordered

before(async () => {
  ;[{ client: buyer }, { client: other }] = await Promise.all([newCustomer(), newCustomer()])
  ;[support, admin] = await Promise.all([newStaff('SUPPORT', signingKeysDir), newStaff('ADMIN', signingKeysDir)])
  order = await buy(buyer, await aVariant(), 2)
})

interface Answer {
  readonly answer: { readonly userErrors: readonly { readonly code: string }[] } | null
}

async function codesOf(client: GraphqlClient, mutation: string, input: object): Promise<string[]> {
  const { data, errors } = await client.ask<Answer>(mutation, { input })
  return [...errors.map(({ extensions }) => extensions?.code ?? ''), ...(data?.answer?.userErrors ?? []).map(({ code }) => code)]
}

const key = (): { idempotencyKey: string } => ({ idempotencyKey: randomUUID() })

test('somebody else’s order, payment and cart do not exist, and nothing can be done about them', async () => {
  const cartId = await addToCart(buyer, await aVariant(1))
  const [foreign, guest] = [other, (await newGuest()).client]
  await addToCart(foreign, await aVariant(1))
  const input = await checkoutInput(foreign, { cartId })
  await changesNothing(databases, async () => {
    for (const client of [foreign, guest]) {
      assert.equal(await readOrder(client, order.id), null)
      assert.deepEqual(await client.data(PAYMENT, { id: order.id.replace('ord_', 'pay_') }), { node: null })
      assert.deepEqual(await codesOf(client, CANCEL, { orderId: order.id, ...key() }), ['ORDER_NOT_FOUND'])
      assert.deepEqual(await codesOf(client, CONFIRM, { orderId: order.id, ...key() }), ['PAYMENT_NOT_FOUND'])
      const { order: made, codes } = await checkOut(client, { ...input, ...key() })
      assert.deepEqual([made, codes], [null, ['CART_NOT_FOUND']])
    }
  })
})

test('an empty cart and one that has expired are not bought', async (t) => {
  const { client: nobody } = await newGuest()
  const { client: late } = await newGuest()
  const { client: emptied } = await newGuest()
  const cartId = await addToCart(late, await aVariant())
  const input = await checkoutInput(late)
  await addToCart(emptied, await aVariant())
  const { cart } = await emptied.data<{ cart: { version: number } }>('{ cart { version } }')
  await emptied.data('mutation ($version: Int!) { clearCart(input: { expectedVersion: $version }) { userErrors { code } } }', {
    version: cart.version,
  })
  const expire = (after: string): Promise<unknown> =>
    orders.query('UPDATE carts SET expires_at = now() + $2::interval WHERE id = $1', [cartId, after])
  await expire('-1 second')
  // Left as it is it would be swept within the minute, in the middle of whatever must change nothing then.
  t.after(() => expire('1 day'))
  for (const [client, code] of [
    [nobody, 'CART_NOT_FOUND'],
    [late, 'CART_NOT_FOUND'],
    [emptied, 'CART_EMPTY'],
  ] as const) {
    const { order: made, codes } = await checkOut(client, { ...input, ...key() })
    assert.deepEqual([made, codes], [null, [code]])
  }
})

test('an idempotency key that was used with another input is refused, whatever it is for', async () => {
  const used = randomUUID()
  await addToCart(buyer, await aVariant())
  const input = await checkoutInput(buyer, { idempotencyKey: used })
  const bought = await checkOut(buyer, input)
  assert.deepEqual(bought.codes, [])
  const orderId = bought.order?.id
  const same = { orderId: order.id, idempotencyKey: used }
  assert.deepEqual(await codesOf(support, NOTE, { ...same, text: 'once' }), [])
  assert.deepEqual(await codesOf(admin, REFUND, { ...same, amountMinor: '1' }), [])
  assert.deepEqual(await codesOf(buyer, CONFIRM, same), [])
  await changesNothing(databases, async () => {
    const again = await checkOut(buyer, { ...input, paymentMethod: 'pm_card_declined' })
    assert.deepEqual([again.order, again.codes], [null, ['IDEMPOTENCY_KEY_REUSED']])
    assert.deepEqual(await codesOf(support, NOTE, { ...same, text: 'twice' }), ['IDEMPOTENCY_KEY_REUSED'])
    assert.deepEqual(await codesOf(admin, REFUND, { ...same, amountMinor: '2' }), ['IDEMPOTENCY_KEY_REUSED'])
    assert.deepEqual(await codesOf(buyer, CONFIRM, { ...same, orderId }), ['IDEMPOTENCY_KEY_REUSED'])
  })
})

test('more pieces than there are do not leave, and nothing leaves of a parcel or line that is not there', async () => {
  const [line] = order.lines
  const fulfilmentId = order.fulfilments[0]?.id
  const ship = (otherwise: object): Promise<string[]> =>
    codesOf(support, SHIP, { orderId: order.id, fulfilmentId, carrier: 'Somebody', ...key(), ...otherwise })
  const nobodys = (id: string | undefined): string => `${id?.slice(0, -4)}0000`
  await changesNothing(databases, async () => {
    assert.deepEqual(await ship({ lines: [{ lineId: line?.id, quantity: 3 }] }), ['TOO_MANY_PIECES'])
    for (const quantity of [0, -1, 2_147_483_647]) {
      const [code] = await ship({ lines: [{ lineId: line?.id, quantity }] })
      assert.ok(code === 'INVALID_INPUT' || code === 'TOO_MANY_PIECES', `${quantity} answered ${code}`)
    }
    assert.deepEqual(await ship({ lines: [{ lineId: nobodys(line?.id), quantity: 1 }] }), ['LINE_NOT_FOUND'])
    assert.deepEqual(await ship({ fulfilmentId: nobodys(fulfilmentId) }), ['FULFILMENT_NOT_FOUND'])
    assert.deepEqual(await codesOf(other, SHIP, { orderId: order.id, fulfilmentId, carrier: 'Thief', ...key() }), ['UNAUTHORIZED_FIELD_OR_TYPE'])
  })
})

test('a link that has expired, or that somebody made, opens no order', async () => {
  const keys = openKeyFolder(`${edgeKeysDir}/${LINK_KEYS}`, { logger: createLogger({ service: 'e2e', level: 'fatal' }) })
  after(() => keys.close())
  const { client } = await newGuest()
  const opened = (token: string): Promise<unknown> => client.data(BY_LINK, { token })
  const good = createViewTokens(keys, () => new Date()).sign(order.id)
  assert.deepEqual(await opened(good), { orderByViewToken: { number: order.number } })
  const monthAgo = new Date(Date.now() - 31 * 24 * 3_600_000)
  const [kid = '', , until = ''] = good.split('.')
  const claims = `${kid}.${order.id}.${until}`
  const made = `${claims}.${createHmac('sha256', 'guessed').update(`order-view ${claims}`).digest('base64url')}`
  const longer = good.replace(until, String(Number(until) + 1))
  await changesNothing(databases, async () => {
    for (const token of [createViewTokens(keys, () => monthAgo).sign(order.id), made, longer, '', 'x'.repeat(10_000)])
      assert.deepEqual(await opened(token), { orderByViewToken: null })
  })
})
