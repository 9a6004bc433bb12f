import { z } from 'zod'

import type { DeclineCode } from '../../../../schema/events/declineCodes.ts'
import type { PaymentView, ViewStatus } from '../provider.ts'

const amount = z
  .string()
  .regex(/^\d{1,19}$/)
  .transform(BigInt)

/** A payment in the words of the local provider. */
export const paymentShape = z.object({
  id: z.string().min(1).max(128),
  merchantReference: z.string(),
  status: z.enum(['processing', 'requires_action', 'authorised', 'declined', 'captured', 'cancelled']),
  amount,
  currency: z.string(),
  captured: amount,
  refunded: amount,
  refunds: z.array(
    z.object({ id: z.string(), merchantReference: z.string().nullable(), amount, status: z.enum(['pending', 'succeeded', 'failed']) }),
  ),
  declineCode: z.string().nullable(),
  redirectUrl: z.string().nullable(),
  card: z.object({ fingerprint: z.string() }).nullable(),
  createdAt: z.coerce.date(),
})

/** A page of them. */
export const listShape = z.object({ data: z.array(paymentShape), hasMore: z.boolean() })

const statuses = {
  processing: 'PENDING',
  requires_action: 'ACTION_REQUIRED',
  authorised: 'AUTHORISED',
  declined: 'DECLINED',
  captured: 'CAPTURED',
  cancelled: 'CANCELLED',
} as const satisfies Record<string, ViewStatus>

const declines: Readonly<Record<string, DeclineCode>> = {
  card_declined: 'CARD_DECLINED',
  insufficient_funds: 'INSUFFICIENT_FUNDS',
  expired_card: 'EXPIRED_CARD',
  authentication_failed: 'AUTHENTICATION_FAILED',
  fraudulent: 'FRAUD_SUSPECTED',
}

/** The same in ours. */
export function toView(payment: z.infer<typeof paymentShape>): PaymentView {
  const { id, merchantReference, status, currency, declineCode, redirectUrl, card, createdAt } = payment
  return {
    reference: id,
    paymentId: merchantReference.startsWith('pay_') ? merchantReference : null,
    status: statuses[status],
    amountMinor: payment.amount,
    currency,
    capturedMinor: payment.captured,
    refundedMinor: payment.refunded,
    refunds: payment.refunds.map((one) => ({
      reference: one.id,
      refundId: one.merchantReference,
      amountMinor: one.amount,
      status: one.status === 'pending' ? 'PENDING' : one.status === 'succeeded' ? 'SUCCEEDED' : 'FAILED',
    })),
    redirectUrl,
    declineCode: declineCode === null ? null : (declines[declineCode] ?? 'CARD_DECLINED'),
    fingerprint: card?.fingerprint ?? null,
    createdAt,
  }
}
