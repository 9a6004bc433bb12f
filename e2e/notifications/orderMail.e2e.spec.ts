import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import type { GraphqlClient } from '@agora/testkit/graphqlClient.ts'

import { aVariant, newCustomer, newGuest } from '../people.ts'
import { operatorUrl } from '../stack.ts'

interface Mail {
  readonly kind: string
  readonly subject: string
  readonly body: string
  readonly token: string | null
}

interface Bought {
  readonly id: string
  readonly number: string
  readonly status: string
}

const ADD = 'mutation ($input: AddCartItemInput!) { addCartItem(input: $input) { userErrors { code } } }'
const METHODS = '{ cart { estimate(countryCode: "DE") { shippingMethods { method { id } } } } }'
const CHECKOUT = 'mutation ($input: CheckoutInput!) { checkout(input: $input) { order { id number status } userErrors { code message } } }'

/** Buys one piece, in German, and answers the order with what was refused. */
async function buy(client: GraphqlClient, paymentMethod: string): Promise<{ email: string; order: Bought; refused: string[] }> {
  const email = `buyer-${randomBytes(6).toString('hex')}@example.com`
  await client.data(ADD, { input: { variantId: await aVariant(), quantity: 1 } })
  const { cart } = await client.data<{ cart: { estimate: { shippingMethods: { method: { id: string } }[] } } }>(METHODS)
  const [offer] = cart.estimate.shippingMethods
  assert.ok(offer)
  const input = {
    shippingMethodId: offer.method.id,
    shippingAddress: { name: 'Ann', line1: 'Street 1', city: 'Berlin', postalCode: '10115', countryCode: 'DE' },
    contact: { email, name: 'Ann', locale: 'de' },
    paymentMethod,
    idempotencyKey: randomUUID(),
  }
  const { checkout } = await client.data<{ checkout: { order: Bought; userErrors: { code: string }[] } }>(CHECKOUT, { input })
  return { email, order: checkout.order, refused: checkout.userErrors.map(({ code }) => code) }
}

async function mailsTo(email: string): Promise<Mail[]> {
  const deadline = performance.now() + 15_000
  while (performance.now() < deadline) {
    const answer = await fetch(`${operatorUrl}/dev/inbox.json?to=${encodeURIComponent(email)}`)
    const { messages } = (await answer.json()) as { messages: Mail[] }
    if (messages.length > 0) return messages
    await sleep(50)
  }
  throw new Error(`Nothing came to ${email}`)
}

test('a guest’s order is confirmed by a mail in their language, whose token opens that order to whoever holds it', async () => {
  const guest = await newGuest()
  const { email, order, refused } = await buy(guest.client, 'pm_card_visa')
  assert.deepEqual([refused, order.status], [[], 'CONFIRMED'])
  const [mail, ...others] = await mailsTo(email)
  assert.deepEqual([mail?.kind, mail?.subject, others], ['order-confirmed', `Bestellung ${order.number} ist bestätigt`, []])
  assert.match(mail?.body ?? '', /^Guten Tag Ann,\n\nVielen Dank\. Wir packen Ihre Bestellung: 1 Stück, insgesamt [\d.,]+\s\$\./)
  const anotherBrowser = await newGuest()
  const opened = await anotherBrowser.client.data('query ($token: String!) { orderByViewToken(token: $token) { number } }', { token: mail?.token })
  assert.deepEqual(opened, { orderByViewToken: { number: order.number } })
})

test('a declined payment is told of once, by mail, and the order is no sale', async () => {
  const customer = await newCustomer()
  const { email, order, refused } = await buy(customer.client, 'pm_card_declined')
  assert.deepEqual([refused, order.status], [['PAYMENT_DECLINED'], 'CANCELLED'])
  await mailsTo(email)
  await sleep(500)
  const mails = await mailsTo(email)
  assert.deepEqual(
    mails.map(({ kind, token }) => [kind, token]),
    [['payment-declined', null]],
    'who has an account signs in: the mail carries no token',
  )
})
