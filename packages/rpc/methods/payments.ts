import { z } from 'zod'

import { defineMethod } from '../defineMethod.ts'

const service = 'agora.payments.v1.Payments'
const key = z.string().min(1).max(200)
const orderId = z.string().min(1).max(64)
/** Protobuf's JSON writes 64-bit numbers as text. */
const amountMinor = z.string().regex(/^[1-9]\d{0,18}$/)
const answer = z.object({ ok: z.boolean().default(false), reason: z.string().max(64).optional() })

/** Has the provider hold the money: `schema/proto/agora/payments/v1/payments.proto`. Asked again by its key it answers how things stand now. */
export const authorise = defineMethod({
  service,
  method: 'Authorise',
  idempotent: true,
  request: z.object({
    key,
    orderId,
    buyer: z.string().min(1).max(64),
    amountMinor,
    currency: z.string().regex(/^[A-Z]{3}$/),
    paymentMethod: z.string().min(1).max(255),
    returnUrl: z.url().max(2000).optional(),
  }),
  response: z.object({
    state: z.enum(['AUTHORISED', 'DECLINED', 'ACTION_REQUIRED', 'PENDING']),
    paymentId: z.string().max(64).optional(),
    reason: z.string().max(64).optional(),
    redirectUrl: z.string().max(2000).optional(),
  }),
})

/** Takes the money that is held. */
export const capture = defineMethod({ service, method: 'Capture', idempotent: true, request: z.object({ key, orderId }), response: answer })

/** Lets go of the money. `void` is a word of the language, hence the name. */
export const voidPayment = defineMethod({ service, method: 'Void', idempotent: true, request: z.object({ key, orderId }), response: answer })

/** Gives captured money back; without an amount, everything that is left. */
export const refund = defineMethod({
  service,
  method: 'Refund',
  idempotent: true,
  request: z.object({ key, orderId, refundId: z.string().min(1).max(64), amountMinor: amountMinor.optional() }),
  response: z.object({
    state: z.enum(['REFUNDED', 'PENDING', 'REFUSED']),
    reason: z.string().max(64).optional(),
    amountMinor: z
      .string()
      .regex(/^\d{1,19}$/)
      .optional(),
  }),
})
