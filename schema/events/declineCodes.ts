/** Why a payment is declined: the codes of `payment.declined`, and of the cancellation that follows. */
export const declineCodes = [
  'CARD_DECLINED',
  'INSUFFICIENT_FUNDS',
  'EXPIRED_CARD',
  'AUTHENTICATION_FAILED',
  'INVALID_METHOD',
  'FRAUD_SUSPECTED',
] as const

/** One of them. */
export type DeclineCode = (typeof declineCodes)[number]
