import { fail, ok } from '@agora/errors/result.ts'

import { cancel, type CancelCommand, type Decision } from '../order/commands.ts'
import type { Order } from '../order/order.ts'
import { UNREACHABLE } from './decide.ts'
import { needsPayment, undoOf } from './steps.ts'

/** Has the checkout go on where it stopped. */
export function resume(order: Order): Decision {
  return order.phase === 'NEEDS_ATTENTION' ? ok([{ type: 'order.resumed', data: {} }]) : fail('NOT_RESUMABLE')
}

/**
 * Gives up a checkout that stands still. Before the pivot that is an ordinary cancellation; a confirmed order that cannot be finished is
 * undone by a person's word alone, by what is known of each step; and a way back goes on without the money that was refused.
 */
export function abandon(order: Order, data: CancelCommand): Decision {
  if (order.phase === 'PENDING') return cancel(order, data)
  if (order.phase === 'NEEDS_ATTENTION' && order.interrupted === 'CANCELLING') return leaveOutRefund(order, data)
  if (order.phase !== 'NEEDS_ATTENTION' || order.interrupted !== 'CONFIRMED') return fail('NOT_CANCELLABLE')
  const undo = [...(needsPayment(order) ? [undoOf(order, 'capture')] : []), undoOf(order, 'commit')]
  return ok([{ type: 'order.cancelling', data: { ...data, undo } }])
}

/**
 * Refused is refused: nothing moved, there may be nothing left to give back, and a person may have given it back by other means. Without an answer it may
 * have moved, so it is asked for until there is one.
 */
function leaveOutRefund({ attention, undo }: Order, data: CancelCommand): Decision {
  if (attention?.step !== 'refund' || attention.code === UNREACHABLE) return fail('NOT_CANCELLABLE')
  return ok([{ type: 'order.cancelling', data: { ...data, undo: undo.filter((step) => step !== 'refund') } }])
}
