import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { startProviderProcess, type ProviderProcess } from '../testing/providerProcess.ts'

let provider: ProviderProcess
before(async () => {
  provider = await startProviderProcess()
})
after(() => provider.stop())

interface Payment {
  readonly id: string
  readonly status: string
  readonly captured: string
  readonly redirectUrl: string | null
  readonly declineCode: string | null
  readonly card: { readonly brand: string; readonly last4: string; readonly fingerprint: string }
}

let serial = 0
const order = (method: string, more: object = {}) => {
  serial += 1
  return { merchantReference: `ref-${serial}`, amount: '12500', currency: 'EUR', method, returnUrl: null, ...more }
}
const authorise = (body: object, key: string) => provider.ask<Payment>('/v1/payments', { body, key })
const card = (number: string, more: object = {}) => ({ number, expMonth: 12, expYear: 2030, cvc: '123', ...more })

test('the death of the process loses nothing that was acknowledged, and a key does once what it did before it', async () => {
  const body = order('pm_card_visa')
  const { value: payment } = await authorise(body, 'key-1')
  await provider.ask(`/v1/payments/${payment.id}/capture`, { body: {}, key: 'key-2' })
  await provider.control({ laterMs: 1 })
  await provider.kill()
  await provider.restart()
  assert.equal((await provider.ask<Payment>(`/v1/payments/${payment.id}`)).value.status, 'captured')
  assert.deepEqual((await authorise(body, 'key-1')).value.id, payment.id)
  assert.equal((await provider.ask<{ laterMs: number }>('/control')).value.laterMs, 1)
})

test('a key stands for one request, and a reference for one payment', async () => {
  const body = order('pm_card_visa')
  await authorise(body, 'key-3')
  assert.equal((await authorise({ ...body, amount: '1' }, 'key-3')).status, 409)
  assert.equal((await authorise(body, 'key-4')).status, 409)
})

test('who has no secret key is no merchant, and scripts no misfortune', async () => {
  for (const path of ['/v1/payments', '/v1/payments/x/capture', '/control']) {
    for (const authorization of [undefined, 'Bearer', 'Bearer sk_wrong']) {
      const answer = await fetch(provider.url + path, { method: 'POST', headers: authorization === undefined ? {} : { authorization }, body: '{}' })
      assert.equal(answer.status, 401)
    }
  }
  assert.equal((await provider.ask('/control', { body: { declinePercent: 101 } })).status, 400)
  assert.equal((await provider.ask('/control', { body: { noSuchFlag: true } })).status, 400)
})

test('a card becomes a token that behaves like it; the number is kept nowhere', async () => {
  const tokenise = (body: object) =>
    fetch(`${provider.url}/v1/tokens`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  const good = await tokenise(card('4242 4242 4242 4242'))
  const token = (await good.json()) as { token: string; brand: string; last4: string }
  assert.deepEqual([good.status, token.brand, token.last4], [200, 'visa', '4242'])
  assert.match(token.token, /^pm_[\w-]{22}$/)
  const paid = await authorise(order(token.token), 'key-5')
  const same = await authorise(order('pm_card_visa'), 'key-6')
  assert.deepEqual([paid.value.status, paid.value.card.fingerprint], ['authorised', same.value.card.fingerprint])
  const broke = (await (await tokenise(card('4000000000009995'))).json()) as { token: string }
  assert.equal((await authorise(order(broke.token), 'key-7')).value.declineCode, 'insufficient_funds')
  for (const wrong of [card('4242424242424241'), card('1'), card('4242424242424242', { cvc: 'x' }), {}])
    assert.equal((await tokenise(wrong)).status, 402)
})

test('the page on which a buyer confirms runs nothing, stands in no frame, and sends its form here and back to the shop alone', async () => {
  const { value } = await authorise(order('pm_card_3ds', { returnUrl: 'https://shop.example/back?x=1' }), 'key-8')
  const page = await fetch(value.redirectUrl ?? '')
  const policy = page.headers.get('content-security-policy') ?? ''
  assert.match(
    policy,
    /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self' https:\/\/shop\.example; frame-ancestors 'none'; base-uri 'none'$/,
  )
  const html = await page.text()
  assert.doesNotMatch(html, /<script|onclick|javascript:/i)
  assert.match(html, /<button name="answer" value="approve">Approve<\/button><button name="answer" value="decline">Decline<\/button>/)
  assert.match(html, /125\.00 EUR/)
  const answer = (given: string) =>
    fetch(value.redirectUrl ?? '', { method: 'POST', body: new URLSearchParams({ answer: given }), redirect: 'manual' })
  assert.equal((await answer('perhaps')).status, 200)
  assert.equal((await provider.ask<Payment>(`/v1/payments/${value.id}`)).value.status, 'requires_action')
  assert.equal((await answer('approve')).status, 303)
  // Whoever changes their mind afterwards changes nothing.
  await answer('decline')
  assert.equal((await provider.ask<Payment>(`/v1/payments/${value.id}`)).value.status, 'authorised')
  assert.equal((await fetch(`${provider.url}/confirm/guessed`)).status, 404)
})

test('a return address that is no web address is refused', async () => {
  for (const returnUrl of ['javascript:alert(1)', 'data:text/html,x', 'nowhere'])
    assert.equal((await authorise(order('pm_card_3ds', { returnUrl }), `key-${returnUrl}`)).status, 400)
})

test('so many of a hundred fail as were ordered to', async () => {
  await provider.control({ declinePercent: 100 })
  assert.equal((await authorise(order('pm_card_visa'), 'key-10')).value.status, 'declined')
  await provider.control({ declinePercent: 0, errorPercent: 100 })
  assert.equal((await authorise(order('pm_card_visa'), 'key-11')).status, 500)
  await provider.control({ errorPercent: 0, delayMs: 300 })
  const started = performance.now()
  await authorise(order('pm_card_visa'), 'key-12')
  assert.ok(performance.now() - started >= 299)
  await provider.control({ delayMs: 0 })
})
