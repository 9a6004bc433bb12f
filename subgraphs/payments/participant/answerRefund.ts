import type { z } from 'zod'

import type { Result } from '@agora/errors/result.ts'
import { parseAmountMinor } from '@agora/money/money.ts'
import type { RpcFault } from '@agora/rpc/fault.ts'
import type { refund } from '@agora/rpc/methods/payments.ts'

import type { PaymentRefund } from '../payment/payment.ts'
import { ProviderSlow } from '../provider/provider.ts'
import { answered, invalid, reused, type Asked, type ParticipantParts } from './asked.ts'

type Request = z.infer<typeof refund.request>
type Response = z.infer<typeof refund.response>

/** Gives captured money back: so much, or all that is left. Never more than was taken, however many ask at once. */
export async function answerRefund({ payments, desk }: ParticipantParts, asked: Asked<Request>): Promise<Result<Response, RpcFault>> {
  const { request, paymentId, message, metadata, leftMs } = asked
  const { refundId } = request
  const amountMinor = request.amountMinor === undefined ? null : parseAmountMinor(request.amountMinor)
  if (amountMinor === undefined) return invalid('The amount cannot be given back')
  const outcome = await payments.change({ paymentId, command: { type: 'startRefund', refundId, amountMinor }, metadata, message })
  if (outcome.kind === 'REFUSED' && outcome.refusal === 'TOO_MUCH') return answered({ state: 'REFUSED', reason: 'TOO_MUCH' })
  if (outcome.kind === 'REFUSED' && outcome.refusal !== 'REFUND_REUSED') return answered({ state: 'REFUSED', reason: 'NOT_CAPTURED' })
  if (outcome.kind !== 'DONE') return reused()
  const started = refundOf(outcome.payment.state.refunds, refundId)
  if (started?.status !== 'STARTED') return answered(answerOf(started))
  const after = await desk.refund(outcome.payment, refundId, { metadata, leftMs }).catch((error: unknown) => {
    if (error instanceof ProviderSlow) return outcome.payment
    throw error
  })
  return answered(answerOf(refundOf(after.state.refunds, refundId)))
}

const refundOf = (refunds: readonly PaymentRefund[], refundId: string): PaymentRefund | undefined => refunds.find((one) => one.refundId === refundId)

function answerOf(given: PaymentRefund | undefined): Response {
  if (given?.status === 'REFUNDED') return { state: 'REFUNDED', amountMinor: given.amountMinor.toString() }
  return given?.status === 'FAILED' ? { state: 'REFUSED', reason: 'PROVIDER_REFUSED' } : { state: 'PENDING' }
}
