import { assertNever } from '@agora/errors/result.ts'

import type { OrderEvent } from '../../../schema/events/orders.ts'
import { eventOfStep, evolve } from '../order/evolve.ts'
import type { Cancellation, Order, SagaStep } from '../order/order.ts'
import { soldOf } from '../order/sold.ts'
import { needsPayment, next, undoOfSale, type Call } from './steps.ts'

/** What came of a call. A refusal is an answer. `unknown` is none: it may have happened, so it is repeated by its key, and undone when given up. */
export type Reply =
  | { readonly kind: 'done'; readonly paymentId?: string | undefined; readonly amountMinor?: string | undefined }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'pending'; readonly paymentId?: string | undefined; readonly redirectUrl?: string | undefined }
  | { readonly kind: 'unknown'; readonly message: string }

/** A call and what came of it. */
export interface Answered {
  readonly call: Call
  readonly reply: Reply
}

/** What a decision may depend on beside the order and the replies. */
export interface Circumstances {
  /** No further attempt is made: what is still unknown is given up. */
  readonly lastAttempt: boolean
  readonly now: Date
}

/** Why an order needs attention when no answer came: what was asked for may have happened. */
export const UNREACHABLE = 'UNREACHABLE'

/** What the replies mean, and whatever follows from that by itself. No events: ask again later. */
export function decide(order: Order, answered: readonly Answered[], circumstances: Circumstances): OrderEvent[] {
  const events: OrderEvent[] = []
  let state = order
  const happen = (...more: readonly OrderEvent[]): void => {
    for (const event of more) state = evolve(state, event)
    events.push(...more)
  }
  // What was achieved is written down before what failed, because a failure may end the phase.
  for (const one of [...answered].sort((a, b) => Number(b.reply.kind === 'done') - Number(a.reply.kind === 'done'))) {
    if (state.phase === order.phase) happen(...meaning(state, one, circumstances))
  }
  for (let more = consequences(state); more.length > 0; more = consequences(state)) happen(...more)
  return events
}

/** What follows from a state without asking anybody. */
function consequences(order: Order): OrderEvent[] {
  const { code, reasonId } = order.cancellation ?? { code: 'CANCELLED', reasonId: null }
  const nothingOpen = next(order).length === 0
  switch (order.phase) {
    case 'PENDING':
      // What was asked for may not have been written down: both are taken back, and both leave a tombstone for what comes late.
      if (order.cancelRequested) return [cancelling(order, { code, reasonId }, ['void', 'release'])]
      return nothingOpen ? [{ type: 'order.confirmed', data: soldOf(order) }] : []
    case 'CONFIRMED':
      return nothingOpen ? [{ type: 'order.completed', data: {} }] : []
    case 'COMPLETED':
      return nothingOpen && order.cancelRequested ? [cancelling(order, { code, reasonId }, undoOfSale(order))] : []
    case 'CANCELLING':
      return nothingOpen ? [{ type: 'order.cancelled', data: { code, reasonId, sold: soldOf(order) } }] : []
    case 'CANCELLED':
    case 'NEEDS_ATTENTION':
      return []
  }
}

function cancelling(order: Order, why: Cancellation, undo: readonly SagaStep[]): OrderEvent {
  const steps = needsPayment(order) ? undo : undo.filter((step) => step !== 'void' && step !== 'refund')
  return { type: 'order.cancelling', data: { ...why, undo: [...steps] } }
}

function meaning(order: Order, answered: Answered, circumstances: Circumstances): OrderEvent[] {
  switch (order.phase) {
    case 'PENDING':
      return meaningBeforePivot(order, answered, circumstances)
    case 'CONFIRMED':
    case 'CANCELLING':
    case 'COMPLETED':
      return meaningAfterwards(order, answered, circumstances)
    case 'CANCELLED':
    case 'NEEDS_ATTENTION':
      return []
  }
}

function meaningBeforePivot(order: Order, { call, reply }: Answered, { lastAttempt, now }: Circumstances): OrderEvent[] {
  const paying = call.step === 'authorise'
  const expired = now >= new Date(order.placed.expiresAt)
  const goBack = (code: string, ...undo: readonly SagaStep[]): OrderEvent[] => [cancelling(order, { code, reasonId: null }, undo)]
  switch (reply.kind) {
    case 'done':
      return [success(call, reply)]
    case 'refused':
      if (paying) return goBack(reply.code, 'release')
      // Reserving holds all lines or none: there is nothing to take back.
      return [{ type: 'order.cancelled', data: { code: reply.code, reasonId: null, sold: soldOf(order) } }]
    case 'pending':
      return expired ? goBack('PAYMENT_EXPIRED', 'void', 'release') : actionRequired(order, reply)
    case 'unknown':
      // Once the buyer has been sent to the provider the expiry alone ends the waiting, however often payments is away meanwhile.
      if (!expired && (!lastAttempt || order.payment !== null)) return []
      // Also where stock gave no answer: an owner before this one may have been told that it is reserved, and died or stood still while it had the money held,
      // before it wrote down either.
      return goBack(paying ? (expired ? 'PAYMENT_EXPIRED' : 'PAYMENT_UNAVAILABLE') : 'STOCK_UNAVAILABLE', 'void', 'release')
    default:
      return assertNever(reply)
  }
}

function actionRequired({ payment }: Order, reply: Extract<Reply, { kind: 'pending' }>): OrderEvent[] {
  const { paymentId } = reply
  const redirectUrl = reply.redirectUrl ?? null
  if (paymentId === undefined || (payment?.paymentId === paymentId && payment.redirectUrl === redirectUrl)) return []
  return [{ type: 'order.paymentActionRequired', data: { paymentId, redirectUrl } }]
}

function meaningAfterwards(order: Order, { call, reply }: Answered, { lastAttempt }: Circumstances): OrderEvent[] {
  switch (reply.kind) {
    case 'done':
      return [call.refundId === null ? success(call, reply) : refundSuccess(order, call, call.refundId)]
    case 'refused':
      return refused(order, call, reply)
    case 'pending':
      return []
    case 'unknown':
      return lastAttempt ? [attention(call, UNREACHABLE, reply.message)] : []
    default:
      return assertNever(reply)
  }
}

/** When a way back is refused because the step was further than it seemed, the way back from there. */
const furtherThanItSeemed: Partial<Record<SagaStep, { readonly code: string; readonly instead: SagaStep }>> = {
  void: { code: 'CAPTURED', instead: 'refund' },
  release: { code: 'COMMITTED', instead: 'restock' },
}

function refused(order: Order, call: Call, { code }: Extract<Reply, { kind: 'refused' }>): OrderEvent[] {
  if (call.refundId !== null && call.step === 'refund') return [{ type: 'order.refundFailed', data: { refundId: call.refundId, code } }]
  const other = order.phase === 'CANCELLING' ? furtherThanItSeemed[call.step] : undefined
  if (other === undefined || other.code !== code) return [attention(call, code, null)]
  const undo = order.undo.map((step) => (step === call.step ? other.instead : step))
  return [cancelling(order, order.cancellation ?? { code: 'CANCELLED', reasonId: null }, undo)]
}

const attention = ({ step }: Call, code: string, reason: string | null): OrderEvent => ({
  type: 'order.needsAttention',
  data: { step, code, reason: reason === null ? null : reason.slice(0, 500) },
})

function success({ step }: Call, { paymentId, amountMinor }: Extract<Reply, { kind: 'done' }>): OrderEvent {
  const type = eventOfStep[step]
  if (type === 'order.paymentAuthorised') {
    if (paymentId === undefined) throw new TypeError('Payments authorised without a payment id')
    return { type, data: { paymentId } }
  }
  if (type !== 'order.paymentReturned') return { type, data: {} }
  if (amountMinor === undefined) throw new TypeError('Payments gave money back without saying how much')
  return { type, data: { amountMinor } }
}

function refundSuccess(order: Order, { step }: Call, refundId: string): OrderEvent {
  const refund = order.refunds.find((candidate) => candidate.refundId === refundId)
  if (refund === undefined) throw new TypeError(`There is no refund ${refundId}`)
  if (step === 'restock') return { type: 'order.refundRestocked', data: { refundId } }
  const { currency, buyer, contactId, orderNumber } = order.placed
  return { type: 'order.refunded', data: { refundId, amountMinor: refund.amountMinor, currency, buyer, contactId, orderNumber } }
}
