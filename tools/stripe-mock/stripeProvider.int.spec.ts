import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import type { AuthoriseOrder, PaymentProvider } from '../../subgraphs/payments/provider/provider.ts'
import { createStripeProvider } from '../../subgraphs/payments/provider/stripe/stripeProvider.ts'
import { missingForStripeMock, startStripeMock, type StripeMock } from './stripeMock.ts'

const missing = await missingForStripeMock()
const skip = missing ?? false
let mock: StripeMock
let provider: PaymentProvider

before(async () => {
  if (missing !== undefined) return
  mock = await startStripeMock()
  provider = createStripeProvider({ secretKey: 'sk_test_123', webhookSecret: 'whsec_of_a_test', timeoutMs: 5000, url: mock.url })
})
after(() => mock?.stop())

const order: AuthoriseOrder = {
  key: 'pay_1:authorise',
  paymentId: 'pay_1',
  orderId: 'ord_1',
  amountMinor: 12_500n,
  currency: 'EUR',
  methodToken: 'pm_card_visa',
  returnUrl: 'https://shop.example/back',
}
const known = { reference: 'pi_1', paymentId: 'pay_1', amountMinor: 12_500n, currency: 'EUR' }

test('an authorisation is a request that Stripe understands', { skip }, async () => {
  for (const returnUrl of [order.returnUrl, null]) {
    const view = await provider.authorise({ ...order, returnUrl })
    assert.deepEqual([view.amountMinor, view.currency], [12_500n, 'EUR'])
    assert.match(view.reference, /^pi_/)
  }
})

test('capture, cancel and refund are requests that Stripe understands', { skip }, async () => {
  for (const view of [
    await provider.capture({ ...known, key: 'pay_1:capture' }),
    await provider.cancel({ ...known, key: 'pay_1:cancel' }),
    await provider.refund({ ...known, key: 'pay_1:refund:rfd_1', refundId: 'rfd_1', refundMinor: 500n }),
  ])
    assert.ok(view.reference.length > 0)
})

test('asking for one, looking for one and listing are requests that Stripe understands', { skip }, async () => {
  assert.ok((await provider.get('pi_1')) !== null)
  assert.ok((await provider.find('pay_1')) !== null)
  const pages = []
  for await (const page of provider.list(new Date(0))) pages.push(page.length)
  assert.deepEqual(pages, [1])
})

test('an amount that Stripe cannot count is a refusal before it is asked', { skip }, async () => {
  await assert.rejects(provider.authorise({ ...order, amountMinor: 2n ** 53n }), { name: 'ProviderRefusal', code: 'amount_too_large' })
})

test('a server that is away is no refusal: it may have happened', { skip }, async () => {
  const away = createStripeProvider({ secretKey: 'sk_test_123', webhookSecret: 'whsec_1', timeoutMs: 500, url: 'http://127.0.0.1:1' })
  await assert.rejects(away.authorise(order), (error: Error) => error.name !== 'ProviderRefusal')
})
