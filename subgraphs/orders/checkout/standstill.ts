import { fail, ok } from '@agora/errors/result.ts'

import { cancel, type CancelCommand, type Decision } from '../order/commands.ts'
import type { Order } from '../order/order.ts'
import { needsPayment, undoOf } from './steps.ts'

/** Has the checkout go on where it stopped. */
export function resume(order: Order): Decision {
  return order.phase === 'NEEDS_ATTENTION' ? ok([{ type: 'order.resumed', data: {} }]) : fail('NOT_RESUMABLE')
}

/**
 * Gives up a checkout that stands still. Before the pivot that is an ordinary cancellation; a confirmed order that cannot be finished is
 * undone by a person's word alone, by what is known of each step.
 */
export function abandon(order: Order, data: CancelCommand): Decision {
  if (order.phase === 'PENDING') return cancel(order, data)
  if (order.phase !== 'NEEDS_ATTENTION' || order.interrupted !== 'CONFIRMED') return fail('NOT_CANCELLABLE')
  const undo = [...(needsPayment(order) ? [undoOf(order, 'capture')] : []), undoOf(order, 'commit')]
  return ok([{ type: 'order.cancelling', data: { ...data, undo } }])
}
