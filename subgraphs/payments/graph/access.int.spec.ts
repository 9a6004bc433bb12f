import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { anonymous, type Viewer } from '@agora/security/viewer.ts'
import { admin, customer, finance, guest, merchandiser, support } from '@agora/testkit/viewers.ts'

import { startPaymentsStack, type PaymentsStack } from '../testing/paymentsStack.ts'

let stack: PaymentsStack
let orderId: string
const owner = customer('usr_01h455vb4pex5vsknk084sn0aa')
const stranger = customer('usr_01h455vb4pex5vsknk084sn0bb')
const buyer = guest('gst_01h455vb4pex5vsknk084sn0cc')

before(async () => {
  stack = await startPaymentsStack()
  orderId = stack.newOrder()
  await stack.checkout.authorise({ orderId, buyer: owner.sub, method: 'pm_card_3ds', returnUrl: 'https://shop.example/back' })
})
after(() => stack.stop())

const ENTITIES = `query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename
  ... on Order { payment { id status nextAction { redirectUrl } history { kind amount { decimal } } } }
  ... on Payment { orderId amount { decimal currencyCode } } } }`
const paymentIdOf = (id: string): string => id.replace('ord_', 'pay_')

async function payments(viewer: Viewer): Promise<unknown> {
  const representations = [
    { __typename: 'Order', id: orderId },
    { __typename: 'Payment', id: paymentIdOf(orderId) },
  ]
  const { data } = await stack.as(viewer)<{ _entities: readonly unknown[] }>(ENTITIES, { representations })
  return data?._entities
}

test('the buyer sees the payment and what to do next', async () => {
  const [order, payment] = (await payments(owner)) as [{ payment: { nextAction: { redirectUrl: string } } }, unknown]
  assert.match(order.payment.nextAction.redirectUrl, /^http:\/\/localhost:\d+\/confirm\/[\w-]{32}$/)
  assert.deepEqual(payment, { __typename: 'Payment', orderId, amount: { decimal: '125.00', currencyCode: 'EUR' } })
})

test('staff that may read payments sees it without the link that confirms it', async () => {
  for (const viewer of [support(), finance(), admin()]) {
    const [order] = (await payments(viewer)) as [object]
    assert.deepEqual(order, {
      __typename: 'Order',
      payment: {
        id: paymentIdOf(orderId),
        status: 'ACTION_REQUIRED',
        nextAction: null,
        history: [
          { kind: 'STARTED', amount: { decimal: '125.00' } },
          { kind: 'ACTION_REQUIRED', amount: { decimal: '125.00' } },
        ],
      },
    })
  }
})

test('for everybody else it does not exist', async () => {
  for (const viewer of [stranger, buyer, merchandiser()]) assert.deepEqual(await payments(viewer), [{ __typename: 'Order', payment: null }, null])
})

test('whoever is nobody is not told anything', async () => {
  const { errors } = await stack.as(anonymous)(ENTITIES, { representations: [{ __typename: 'Order', id: orderId }] })
  assert.equal(errors?.[0]?.extensions?.['code'], 'FORBIDDEN')
})

test('a page of payments holds the newest first, goes on behind its end, and is narrowed by status', async () => {
  const { checkout, newOrder, as } = stack
  const orders = [newOrder(), newOrder(), newOrder()]
  for (const one of orders) await checkout.authorise({ orderId: one, method: 'pm_card_declined' })
  interface List {
    readonly payments: {
      readonly nodes: readonly { readonly orderId: string }[]
      readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean }
      readonly totalCount: number
    }
  }
  const page = (after: string | null) =>
    as(support())<List>(
      'query ($after: String) { payments(first: 2, after: $after, status: DECLINED) { totalCount nodes { orderId } pageInfo { endCursor hasNextPage } } }',
      { after },
    )
  const first = (await page(null)).data?.payments
  assert.deepEqual([first?.totalCount, first?.nodes, first?.pageInfo.hasNextPage], [3, [{ orderId: orders[2] }, { orderId: orders[1] }], true])
  const second = (await page(first?.pageInfo.endCursor ?? null)).data?.payments
  assert.deepEqual([second?.nodes, second?.pageInfo.hasNextPage], [[{ orderId: orders[0] }], false])
})

const CONFIRM =
  'mutation ($input: ConfirmPaymentInput!) { confirmPayment(input: $input) { payment { status nextAction { redirectUrl } } userErrors { code field } } }'

test('a buyer who comes back finds the payment as the provider has it, without waiting for a webhook', async () => {
  const { as, checkout, newOrder, events, provider } = stack
  const mine = newOrder()
  const asked = await checkout.authorise({ orderId: mine, buyer: owner.sub, method: 'pm_card_3ds' })
  assert.ok('state' in asked && asked.redirectUrl !== undefined)
  await fetch(asked.redirectUrl, { method: 'POST', body: new URLSearchParams({ answer: 'approve' }) })
  const confirm = async (viewer: Viewer, input: object): Promise<unknown> =>
    (await as(viewer)<{ confirmPayment: unknown }>(CONFIRM, { input })).data?.confirmPayment
  const notFound = { payment: null, userErrors: [{ code: 'PAYMENT_NOT_FOUND', field: ['input', 'orderId'] }] }
  for (const viewer of [stranger, buyer, admin()])
    assert.deepEqual(await confirm(viewer, { orderId: mine, idempotencyKey: 'a-key-of-mine' }), notFound)
  assert.deepEqual(await events(mine), ['started', 'actionRequired'])
  const held = { payment: { status: 'AUTHORISED', nextAction: null }, userErrors: [] }
  for (let time = 0; time < 3; time += 1) assert.deepEqual(await confirm(owner, { orderId: mine, idempotencyKey: 'a-key-of-mine' }), held)
  assert.deepEqual(await events(mine), ['started', 'actionRequired', 'authorised'])
  const reused = { payment: null, userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED', field: ['input', 'idempotencyKey'] }] }
  assert.deepEqual(await confirm(owner, { orderId, idempotencyKey: 'a-key-of-mine' }), reused)
  assert.deepEqual(await confirm(owner, { orderId: newOrder(), idempotencyKey: 'another-key' }), notFound)
  const invalid = (await confirm(owner, { orderId: 'x', idempotencyKey: 'short' })) as { userErrors: { code: string }[] }
  assert.deepEqual(
    invalid.userErrors.map(({ code }) => code),
    ['INVALID_INPUT', 'INVALID_INPUT'],
  )
  await provider.kill()
  assert.deepEqual(await confirm(owner, { orderId, idempotencyKey: 'while-it-is-away' }), {
    payment: {
      status: 'ACTION_REQUIRED',
      nextAction: {
        redirectUrl: ((await payments(owner)) as [{ payment: { nextAction: { redirectUrl: string } } }])[0].payment.nextAction.redirectUrl,
      },
    },
    userErrors: [{ code: 'PROVIDER_UNAVAILABLE', field: null }],
  })
  await provider.restart()
})
