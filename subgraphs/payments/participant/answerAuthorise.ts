import type { z } from 'zod'

import type { Result } from '@agora/errors/result.ts'
import { isCurrencyCode, parseAmountMinor } from '@agora/money/money.ts'
import type { RpcFault } from '@agora/rpc/fault.ts'
import type { authorise } from '@agora/rpc/methods/payments.ts'

import { newPayment } from '../payment/paymentBook.ts'
import type { StoredPayment } from '../payment/paymentRows.ts'
import { ProviderSlow } from '../provider/provider.ts'
import { answered, invalid, reused, type Asked, type ParticipantParts } from './asked.ts'

type Request = z.infer<typeof authorise.request>
type Response = z.infer<typeof authorise.response>

/** Has the money held, or says how that stands: the same key is asked again for as long as somebody waits. */
export async function answerAuthorise(parts: ParticipantParts, asked: Asked<Request>): Promise<Result<Response, RpcFault>> {
  const { request, paymentId, message, metadata } = asked
  const { orderId, buyer, currency, paymentMethod, returnUrl = null } = request
  const amountMinor = parseAmountMinor(request.amountMinor)
  if (request.key !== `${orderId}:authorise`) return invalid('The key must be that of the order')
  if (amountMinor === undefined || !isCurrencyCode(currency)) return invalid('The amount or its currency cannot be charged')
  // Who sends a card in the place of a token is declined like any token that nobody knows, and the card is written nowhere.
  const method = { token: /^\d[\d -]{10,}$/.test(paymentMethod) ? 'no-token' : paymentMethod, returnUrl }
  const outcome = await parts.payments.change({
    paymentId,
    command: { type: 'start', orderId, buyer, amountMinor, currency, provider: parts.provider },
    metadata,
    message,
    method,
    // Mostly it is asked for the first time.
    known: newPayment(paymentId, method, parts.clock()),
  })
  if (outcome.kind === 'TOO_LATE') return answered({ state: 'DECLINED', reason: 'VOIDED' })
  if (outcome.kind !== 'DONE') return reused()
  return answered(answerOf(await untilAnswered(parts, outcome.payment, asked)))
}

async function untilAnswered({ desk }: ParticipantParts, payment: StoredPayment, { metadata, leftMs }: Asked<Request>): Promise<StoredPayment> {
  if (payment.state.status !== 'STARTED') return payment
  return desk.authorise(payment, { metadata, leftMs }).catch((error: unknown) => {
    // The provider takes its time: whoever asked need not wait, an event will tell.
    if (error instanceof ProviderSlow) return payment
    throw error
  })
}

/** How a payment stands, in the words of the checkout. */
export function answerOf({ id: paymentId, state }: StoredPayment): Response {
  switch (state.status) {
    case 'NONE':
    case 'STARTED':
    case 'PENDING':
      return { state: 'PENDING', paymentId }
    case 'ACTION_REQUIRED':
      return { state: 'ACTION_REQUIRED', paymentId, ...(state.redirectUrl === null ? {} : { redirectUrl: state.redirectUrl }) }
    case 'AUTHORISED':
    case 'CAPTURED':
      return { state: 'AUTHORISED', paymentId }
    case 'DECLINED':
      return { state: 'DECLINED', paymentId, reason: state.declineCode ?? 'CARD_DECLINED' }
    case 'VOIDED':
      return { state: 'DECLINED', paymentId, reason: 'VOIDED' }
  }
}
