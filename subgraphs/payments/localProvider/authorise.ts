import { randomBytes } from 'node:crypto'

import { z } from 'zod'

import { fail, ok } from '@agora/errors/result.ts'

import type { ProviderPayment, Refusal } from './account.ts'
import { serial, type Desk, type DeskParts, type Done, type RequestKey } from './desk.ts'
import { strikes, type Flags } from './flags.ts'
import { testTokens, type Behaviour, type Method } from './testCards.ts'

/** An amount above zero in minor units, as text. */
export const amountShape = z.string().regex(/^[1-9]\d{0,18}$/)

/** What a merchant sends to have money held. */
export const authoriseShape = z.strictObject({
  merchantReference: z.string().min(1).max(128),
  amount: amountShape,
  currency: z.string().regex(/^[A-Z]{3}$/),
  method: z.string().min(1).max(255),
  returnUrl: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .nullable()
    .default(null),
})

type Asked = z.infer<typeof authoriseShape>

const DECLINES: Readonly<Partial<Record<Behaviour, string>>> = {
  DECLINE: 'card_declined',
  INSUFFICIENT_FUNDS: 'insufficient_funds',
  EXPIRED: 'expired_card',
  FRAUD: 'fraudulent',
}
const noMethod: Refusal = { status: 402, code: 'invalid_method', message: 'There is no such payment method' }
const exists: Refusal = { status: 409, code: 'reference_exists', message: 'There is a payment under that reference' }

/** The operation that has money held: at once, after the buyer confirmed, or later, as the method behaves. */
export function createAuthorise(desk: Desk, { vault, publicUrl, secret, clock, draw }: DeskParts): (key: RequestKey, asked: Asked) => Done {
  const builtIn = testTokens(secret)

  const declineOf = ({ behaviour }: Method, flags: Flags): string | null =>
    DECLINES[behaviour] ?? (behaviour === 'APPROVE' && strikes(flags.declinePercent, draw) ? 'card_declined' : null)

  const begin = ({ merchantReference, amount, currency, returnUrl }: Asked, method: Method, declineCode: string | null): ProviderPayment => {
    const { behaviour, brand, last4, fingerprint } = method
    const now = clock()
    const common = { id: serial('pp', now), merchantReference, amount, currency, captured: '0', refunded: '0', refunds: [], returnUrl }
    const card = { brand, last4, fingerprint }
    const status =
      declineCode !== null ? 'declined' : behaviour === 'APPROVE' ? 'authorised' : behaviour === 'CONFIRM' ? 'requires_action' : 'processing'
    return { ...common, status, declineCode, redirectUrl: null, card, createdAt: now.toISOString() }
  }

  return (key, asked) =>
    desk.once(key, () => {
      const method = builtIn.get(asked.method) ?? vault.method(asked.method)
      if (method === undefined) return fail(noMethod)
      if (vault.byMerchantReference(asked.merchantReference) !== undefined) return fail(exists)
      const flags = vault.flags()
      const begun = begin(asked, method, declineOf(method, flags))
      const page = begun.status === 'requires_action' ? randomBytes(24).toString('base64url') : null
      const payment = page === null ? begun : { ...begun, redirectUrl: `${publicUrl()}/confirm/${page}` }
      vault.add(payment, page)
      if (payment.status === 'processing')
        vault.answerLater(payment.id, method.behaviour === 'LATER_DECLINE' ? 'decline' : 'authorise', clock().getTime() + flags.laterMs)
      desk.announce(payment, `payment.${payment.status}`, flags)
      return ok(payment)
    })
}
