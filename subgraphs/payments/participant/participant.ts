import { createHash } from 'node:crypto'

import { isDatabaseFailure, reasonOf } from '@agora/database/outage.ts'
import { fail, type Result } from '@agora/errors/result.ts'
import type { RpcFault } from '@agora/rpc/fault.ts'
import { authorise, capture, refund, voidPayment } from '@agora/rpc/methods/payments.ts'
import { serveMethod, type RpcCall, type RpcHandler } from '@agora/rpc/routes.ts'

import { paymentIdOf } from '../payment/payments.ts'
import { answerAuthorise } from './answerAuthorise.ts'
import { answerRefund } from './answerRefund.ts'
import { answerCapture, answerVoid } from './answerSettlement.ts'
import { invalid, type Asked, type ParticipantParts } from './asked.ts'

type Answer<Request, Response> = (parts: ParticipantParts, asked: Asked<Request>) => Promise<Result<Response, RpcFault>>

/** Nobody but orders checks out. */
const CALLERS = ['orders']

/** The methods by which the checkout has money held, taken, let go of and given back. */
export function participantRoutes(parts: ParticipantParts): RpcHandler[] {
  return [
    serveMethod(authorise, CALLERS, (request, call) => answer(parts, { request, call }, answerAuthorise)),
    serveMethod(capture, CALLERS, (request, call) => answer(parts, { request, call }, answerCapture)),
    serveMethod(voidPayment, CALLERS, (request, call) => answer(parts, { request, call }, answerVoid)),
    serveMethod(refund, CALLERS, (request, call) => answer(parts, { request, call }, answerRefund)),
  ]
}

interface Called<Request> {
  readonly request: Request
  readonly call: RpcCall
}

async function answer<Request extends { readonly key: string; readonly orderId: string }, Response>(
  parts: ParticipantParts,
  { request, call }: Called<Request>,
  work: Answer<Request, Response>,
): Promise<Result<Response, RpcFault>> {
  const paymentId = paymentIdOf(request.orderId)
  // The tombstone of a void is found by the order, so a key must say whose it is.
  if (paymentId === undefined || !request.key.startsWith(`${request.orderId}:`)) return invalid('The key must begin with the id of the order')
  const message = { key: request.key, hash: createHash('sha256').update(JSON.stringify(request)).digest() }
  const metadata = { correlationId: call.requestId ?? paymentId, causationId: null, actor: call.caller }
  try {
    return await work(parts, { request, paymentId, message, metadata, leftMs: call.remainingMs })
  } catch (error) {
    const about = { key: request.key, requestId: call.requestId }
    if (isDatabaseFailure(error))
      parts.logger.warn({ ...about, reason: reasonOf(error) }, 'The database failed a call: it is unknown what became of it')
    else parts.logger.error({ ...about, err: error }, 'It is unknown what became of a call')
    return fail({ code: 'unavailable', message: 'It may have happened: ask again by the key' })
  }
}
