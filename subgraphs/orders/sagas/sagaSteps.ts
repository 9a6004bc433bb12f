import type { StoredEvent } from '@agora/event-store/event.ts'

import type { OrderEvent } from '../../../schema/events/orders.ts'
import { next, type Call } from '../checkout/steps.ts'
import { eventOfStep, foldOrder } from '../order/evolve.ts'

/** One thing that a saga asks of another domain. */
export interface SagaStepView {
  readonly name: string
  readonly refundId: string | null
  readonly doneAt: Date | null
}

const stepOf = new Map<string, string>(Object.entries(eventOfStep).map(([step, type]) => [type, step]))
const stepOfRefund: Readonly<Record<string, string>> = { 'order.refunded': 'refund', 'order.refundRestocked': 'restock' }

/** The steps of an order as its stream tells them: those done with their time, then those that are asked for next. */
export function sagaSteps(orderId: string, events: readonly StoredEvent[]): SagaStepView[] {
  const order = foldOrder(orderId, events as Iterable<OrderEvent>)
  const open: readonly Call[] = order.phase === 'NONE' ? [] : next(order.interrupted === null ? order : { ...order, phase: order.interrupted })
  const done = events.flatMap((event): SagaStepView[] => {
    const { type, occurredAt: doneAt, data } = event as StoredEvent<OrderEvent>
    const whole = stepOf.get(type)
    if (whole !== undefined) return [{ name: whole, refundId: null, doneAt }]
    const ofRefund = stepOfRefund[type]
    return ofRefund === undefined || !('refundId' in data) ? [] : [{ name: ofRefund, refundId: data.refundId, doneAt }]
  })
  return [...done, ...open.map(({ step, refundId }) => ({ name: step, refundId, doneAt: null }))]
}
