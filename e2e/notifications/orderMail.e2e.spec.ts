import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import type { GraphqlClient } from '@agora/testkit/graphqlClient.ts'

import { addToCart, checkOut, checkoutInput, soon, type Told } from '../buyer.ts'
import { aVariant, newCustomer, newGuest } from '../people.ts'
import { operatorUrl } from '../stack.ts'

interface Mail {
  readonly kind: string
  readonly subject: string
  readonly body: string
  readonly token: string | null
}

/** Somebody with an address of their own buys one piece, in German. */
async function buy(client: GraphqlClient, paymentMethod: string): Promise<Told & { readonly email: string }> {
  const email = `buyer-${randomBytes(6).toString('hex')}@example.com`
  await addToCart(client, await aVariant())
  const input = await checkoutInput(client, { contact: { email, name: 'Ann', locale: 'de' }, paymentMethod })
  return { email, ...(await checkOut(client, input)) }
}

async function inboxOf(email: string): Promise<Mail[]> {
  const answer = await fetch(`${operatorUrl}/dev/inbox.json?to=${encodeURIComponent(email)}`)
  return ((await answer.json()) as { messages: Mail[] }).messages
}

const mailsTo = (email: string): Promise<Mail[]> =>
  soon(
    () => inboxOf(email),
    (mails) => mails.length > 0,
  )

test('a guest’s order is confirmed by a mail in their language, whose token opens that order to whoever holds it', async () => {
  const guest = await newGuest()
  const { email, order, codes } = await buy(guest.client, 'pm_card_visa')
  assert.deepEqual([codes, order?.status], [[], 'CONFIRMED'])
  const [mail, ...others] = await mailsTo(email)
  assert.deepEqual([mail?.kind, mail?.subject, others], ['order-confirmed', `Bestellung ${order?.number} ist bestätigt`, []])
  assert.match(mail?.body ?? '', /^Guten Tag Ann,\n\nVielen Dank\. Wir packen Ihre Bestellung: 1 Stück, insgesamt [\d.,]+\s\$\./)
  const anotherBrowser = await newGuest()
  const opened = await anotherBrowser.client.data('query ($token: String!) { orderByViewToken(token: $token) { number } }', { token: mail?.token })
  assert.deepEqual(opened, { orderByViewToken: { number: order?.number } })
})

test('a declined payment is told of once, by mail, and the order is no sale', async () => {
  const customer = await newCustomer()
  const { email, order, codes } = await buy(customer.client, 'pm_card_declined')
  assert.deepEqual([codes, order?.status], [['PAYMENT_DECLINED'], 'CANCELLED'])
  await mailsTo(email)
  await sleep(500)
  const mails = await mailsTo(email)
  assert.deepEqual(
    mails.map(({ kind, token }) => [kind, token]),
    [['payment-declined', null]],
    'who has an account signs in: the mail carries no token',
  )
})
