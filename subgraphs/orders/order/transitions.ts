import type { OrderEvent } from '../../../schema/events/orders.ts'
import type { OrderPhase, OrderState } from './order.ts'

type From = OrderState['phase']

/** In which phases an event may happen, and the phase it leads to; `null` stays, `'interrupted'` goes back to where the order was stopped. */
export interface Transition {
  readonly from: readonly From[]
  readonly to: OrderPhase | 'interrupted' | null
}

const afterPivot = ['CONFIRMED', 'COMPLETED', 'NEEDS_ATTENTION'] as const
const placed = ['PENDING', 'CONFIRMED', 'COMPLETED', 'CANCELLING', 'CANCELLED', 'NEEDS_ATTENTION'] as const
const stays = (...from: readonly From[]): Transition => ({ from, to: null })

/** Every way an order can go; whatever is not listed cannot happen. */
export const transitions: Readonly<Record<OrderEvent['type'], Transition>> = {
  'order.placed': { from: ['NONE'], to: 'PENDING' },
  'order.stockReserved': stays('PENDING'),
  'order.paymentActionRequired': stays('PENDING'),
  'order.paymentAuthorised': stays('PENDING'),
  'order.confirmed': { from: ['PENDING'], to: 'CONFIRMED' },
  'order.paymentCaptured': stays('CONFIRMED'),
  'order.stockCommitted': stays('CONFIRMED'),
  'order.completed': { from: ['CONFIRMED'], to: 'COMPLETED' },
  'order.cancelRequested': stays('PENDING', 'CONFIRMED', 'COMPLETED', 'NEEDS_ATTENTION'),
  // From CANCELLING: what was to be undone turned out to be further than it seemed, and another way back is taken.
  'order.cancelling': { from: ['PENDING', 'COMPLETED', 'CANCELLING', 'NEEDS_ATTENTION'], to: 'CANCELLING' },
  'order.stockReleased': stays('CANCELLING'),
  'order.paymentVoided': stays('CANCELLING'),
  'order.paymentReturned': stays('CANCELLING'),
  'order.stockReturned': stays('CANCELLING'),
  'order.cancelled': { from: ['PENDING', 'CANCELLING'], to: 'CANCELLED' },
  'order.needsAttention': { from: ['CONFIRMED', 'COMPLETED', 'CANCELLING'], to: 'NEEDS_ATTENTION' },
  'order.resumed': { from: ['NEEDS_ATTENTION'], to: 'interrupted' },
  'order.refundRequested': stays('COMPLETED'),
  'order.refunded': stays('COMPLETED'),
  'order.refundFailed': stays('COMPLETED'),
  'order.refundRestocked': stays('COMPLETED'),
  'order.noteAdded': stays(...placed),
  'order.fulfilmentCreated': stays(...afterPivot),
  'order.shipped': stays('COMPLETED', 'NEEDS_ATTENTION'),
  'order.delivered': stays('COMPLETED', 'NEEDS_ATTENTION'),
}

/** Whether an event of this type may happen to an order in this phase. */
export function mayHappen(type: OrderEvent['type'], phase: From): boolean {
  return transitions[type].from.includes(phase)
}

/** An event that the table does not allow was to be folded: the stream is broken, or a decision is. */
export class IllegalTransition extends Error {
  override readonly name = 'IllegalTransition'
  readonly type: string
  readonly phase: From

  constructor(type: string, phase: From) {
    super(`${type} cannot happen to an order that is ${phase}`)
    this.type = type
    this.phase = phase
  }
}
