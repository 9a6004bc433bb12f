import { z } from 'zod'

import { defineEvent, type EventOf } from './defineEvent.ts'
import { amount, code, currency, id, subject } from './fields.ts'

const money = { orderId: id, buyer: subject, amountMinor: amount, currency }
/** The provider's opaque name of a card, the same for the same card; null where it gives none. Never digits of a card. */
const fingerprint = z.string().max(128).nullable()
/** The provider's own name of the payment. */
const reference = z.string().min(1).max(128)

/** What can happen to a payment. There is one for each order. */
export const paymentEvents = {
  'payment.started': defineEvent('payment.started', 'payments', {
    meaning: 'An authorisation was asked for.',
    data: z.object({ ...money, provider: code, methodFingerprint: fingerprint }),
  }),
  'payment.pending': defineEvent('payment.pending', 'payments', {
    meaning: 'The provider took the request and will say later whether it holds the money.',
    data: z.object({ ...money, providerReference: reference }),
  }),
  'payment.actionRequired': defineEvent('payment.actionRequired', 'payments', {
    meaning: 'The buyer must confirm at the provider before the money can be held.',
    data: z.object({ ...money, providerReference: reference, redirectUrl: z.url().max(2000).nullable() }),
  }),
  'payment.authorised': defineEvent('payment.authorised', 'payments', {
    meaning: 'The provider holds the money.',
    data: z.object({ ...money, providerReference: reference, methodFingerprint: fingerprint }),
  }),
  'payment.declined': defineEvent('payment.declined', 'payments', {
    meaning: 'The provider refused to hold the money.',
    data: z.object({ ...money, code, methodFingerprint: fingerprint }),
  }),
  'payment.captured': defineEvent('payment.captured', 'payments', { meaning: 'The money was taken.', data: z.object(money) }),
  'payment.voided': defineEvent('payment.voided', 'payments', { meaning: 'The money is no longer held.', data: z.object(money) }),
  'payment.refundStarted': defineEvent('payment.refundStarted', 'payments', {
    meaning: 'Giving money back was asked for.',
    data: z.object({ ...money, refundId: id }),
  }),
  'payment.refunded': defineEvent('payment.refunded', 'payments', { meaning: 'Money was given back.', data: z.object({ ...money, refundId: id }) }),
  'payment.refundFailed': defineEvent('payment.refundFailed', 'payments', {
    meaning: 'The provider did not give money back.',
    data: z.object({ ...money, refundId: id, code }),
  }),
  'payment.arrivedLate': defineEvent('payment.arrivedLate', 'payments', {
    meaning: 'The provider reports money for an order that has given up waiting; it goes back at once.',
    data: z.object({ ...money, providerReference: reference, resolution: z.enum(['VOID', 'REFUND']) }),
  }),
  'payment.lateReturned': defineEvent('payment.lateReturned', 'payments', {
    meaning: 'The money that had arrived late went back.',
    data: z.object(money),
  }),
} as const

/** An event of a payment. */
export type PaymentEvent = EventOf<typeof paymentEvents>
