import assert from 'node:assert/strict'
import { test } from 'node:test'

import Stripe from 'stripe'

import { createStripeProvider } from './stripeProvider.ts'
import { toView } from './stripeView.ts'

const SECRET = 'whsec_of_a_test'
const NOW = new Date('2026-11-25T12:00:00Z')
const provider = createStripeProvider({ secretKey: 'sk_test_1', webhookSecret: SECRET, timeoutMs: 1000 })
const { webhooks } = new Stripe('sk_test_1')

const signed = (payload: string, at = NOW, secret = SECRET): string =>
  webhooks.generateTestHeaderString({ payload, secret, timestamp: Math.floor(at.getTime() / 1000), scheme: 'v1' } as Parameters<
    typeof webhooks.generateTestHeaderString
  >[0])
const event = (object: object): string => JSON.stringify({ id: 'evt_1', object: 'event', data: { object } })
const read = (payload: string, signature: string | undefined) => provider.readWebhook({ body: Buffer.from(payload), signature }, NOW)

test('a webhook names the intent that it is about, whatever it tells of', () => {
  const ofIntent = event({ id: 'pi_1', object: 'payment_intent' })
  const ofRefund = event({ id: 're_1', object: 'refund', payment_intent: 'pi_2' })
  assert.deepEqual(read(ofIntent, signed(ofIntent)), { ok: true, value: { eventId: 'evt_1', reference: 'pi_1' } })
  assert.deepEqual(read(ofRefund, signed(ofRefund)), { ok: true, value: { eventId: 'evt_1', reference: 'pi_2' } })
})

test('a webhook is not believed unsigned, signed by another, over other bytes, or when it is old', () => {
  const payload = event({ id: 'pi_1', object: 'payment_intent' })
  const faultOf = (given: ReturnType<typeof read>): string => (given.ok ? 'believed' : given.error)
  assert.deepEqual(
    [
      read(payload, undefined),
      read(payload, signed(payload, NOW, 'whsec_of_another')),
      read(`${payload} `, signed(payload)),
      read(payload, signed(payload, new Date(NOW.getTime() - 301_000))),
      read('{}', signed('{}')),
      read(event({ id: 'cus_1', object: 'customer' }), signed(event({ id: 'cus_1', object: 'customer' }))),
    ].map(faultOf),
    ['NO_SIGNATURE', 'WRONG_SIGNATURE', 'WRONG_SIGNATURE', 'TOO_OLD', 'MALFORMED', 'MALFORMED'],
  )
})

/** The fields of an intent that are looked at. */
type Looked = Parameters<typeof toView>[0]

const intent = (more: Partial<Looked>): Looked => ({
  id: 'pi_1',
  status: 'processing',
  amount: 12_500,
  amount_received: 0,
  currency: 'eur',
  metadata: { paymentId: 'pay_1' },
  created: 1_764_000_000,
  last_payment_error: null,
  latest_charge: null,
  next_action: null,
  ...more,
})

test('every status of an intent is one of ours', () => {
  const error = { code: 'card_declined', decline_code: 'insufficient_funds', type: 'card_error' } as const
  const seen = [
    intent({ status: 'requires_capture' }),
    intent({ status: 'succeeded', amount_received: 10_000 }),
    intent({ status: 'canceled' }),
    intent({ status: 'processing' }),
    intent({ status: 'requires_payment_method' }),
    intent({ status: 'requires_payment_method', last_payment_error: error }),
    intent({
      status: 'requires_action',
      next_action: { type: 'redirect_to_url', redirect_to_url: { url: 'https://hooks.stripe.com/x', return_url: null } },
    }),
  ].map((one) => toView(one, []))
  assert.deepEqual(
    seen.map(({ status, capturedMinor, declineCode, redirectUrl }) => [status, capturedMinor, declineCode, redirectUrl]),
    [
      ['AUTHORISED', 0n, null, null],
      ['CAPTURED', 10_000n, null, null],
      ['CANCELLED', 0n, null, null],
      ['PENDING', 0n, null, null],
      ['PENDING', 0n, null, null],
      ['DECLINED', 0n, 'INSUFFICIENT_FUNDS', null],
      ['ACTION_REQUIRED', 0n, null, 'https://hooks.stripe.com/x'],
    ],
  )
})
