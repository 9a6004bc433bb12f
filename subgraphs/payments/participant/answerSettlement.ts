import type { z } from 'zod'

import type { Result } from '@agora/errors/result.ts'
import type { RpcFault } from '@agora/rpc/fault.ts'
import type { capture, voidPayment } from '@agora/rpc/methods/payments.ts'

import { leaveTombstone } from '../payment/changeRows.ts'
import { paymentOf } from '../payment/paymentBook.ts'
import type { StoredPayment } from '../payment/paymentRows.ts'
import { answered, invalid, type Asked, type ParticipantParts } from './asked.ts'

type CaptureRequest = z.infer<typeof capture.request>
type VoidRequest = z.infer<typeof voidPayment.request>
type Answer = z.infer<typeof capture.response>

/** The first attempt, or one after so many that the provider refused. */
const ATTEMPT = /^capture(:[1-9]\d{0,5})?$/

/** Takes what is held. Taken before is taken: the answer is the same. */
export async function answerCapture({ payments, desk }: ParticipantParts, asked: Asked<CaptureRequest>): Promise<Result<Answer, RpcFault>> {
  const { paymentId, message, metadata, request, leftMs } = asked
  const attempt = request.key.slice(request.orderId.length + 1)
  if (!ATTEMPT.test(attempt)) return invalid('The key must be that of a capture')
  const found = payments.authorised(paymentId) ?? (await payments.find(paymentId))
  const payment = found?.state.status === 'AUTHORISED' ? await desk.capture(found, attempt, { metadata, message, leftMs }) : found
  if (payment?.state.status === 'CAPTURED') return answered({ ok: true })
  return answered({ ok: false, reason: payment?.state.status === 'AUTHORISED' ? 'PROVIDER_REFUSED' : 'NOT_AUTHORISED' })
}

/** A payment changes under a void only as long as the provider is just answering. */
const ROUNDS = 4

/** Lets go of what is held, or sees to it that nothing will be. */
export async function answerVoid(parts: ParticipantParts, asked: Asked<VoidRequest>): Promise<Result<Answer, RpcFault>> {
  const { pool, payments } = parts
  if (await leaveTombstone(pool, `${asked.request.orderId}:authorise`)) return answered({ ok: true })
  let payment = await payments.find(asked.paymentId)
  for (let round = 0; round < ROUNDS && payment !== undefined; round += 1) {
    const { status } = payment.state
    if (status === 'CAPTURED') return answered({ ok: false, reason: 'CAPTURED' })
    if (status === 'DECLINED' || status === 'VOIDED') return answered({ ok: true })
    payment = await letGo(parts, payment, asked)
  }
  throw new Error(`Payment ${asked.paymentId} would not be voided`)
}

async function letGo({ payments, desk }: ParticipantParts, payment: StoredPayment, asked: Asked<VoidRequest>): Promise<StoredPayment> {
  const { metadata, message, leftMs } = asked
  const after = await desk.cancel(payment, { metadata, message, leftMs })
  if (after.state.status !== 'STARTED') return after
  // The provider has not heard of it. Should it hear later, the money is late, and goes back.
  return paymentOf(await payments.change({ paymentId: payment.id, command: { type: 'giveUp' }, metadata, message }))
}
