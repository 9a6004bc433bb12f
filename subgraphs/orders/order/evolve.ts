import type { OrderEvent } from '../../../schema/events/orders.ts'
import { unplaced, type DataOfEvent, type InterruptiblePhase, type Order, type OrderRefund, type OrderState, type SagaStep } from './order.ts'
import { IllegalTransition, mayHappen, transitions } from './transitions.ts'

/** What success of a step is called, for the order as a whole. */
export const eventOfStep = {
  reserve: 'order.stockReserved',
  authorise: 'order.paymentAuthorised',
  capture: 'order.paymentCaptured',
  commit: 'order.stockCommitted',
  release: 'order.stockReleased',
  void: 'order.paymentVoided',
  refund: 'order.paymentReturned',
  restock: 'order.stockReturned',
} as const satisfies Record<SagaStep, OrderEvent['type']>

const stepOfEvent: ReadonlyMap<string, SagaStep> = new Map(Object.entries(eventOfStep).map(([step, type]) => [type, step as SagaStep]))

/** The order after one more event. Throws IllegalTransition for an event that cannot happen to it. */
export function evolve(state: OrderState, event: OrderEvent): Order {
  if (!mayHappen(event.type, state.phase)) throw new IllegalTransition(event.type, state.phase)
  if (state.phase === 'NONE') return born(state.id, (event as { readonly data: DataOfEvent<'order.placed'> }).data)
  const step = stepOfEvent.get(event.type)
  const moved = { ...state, version: state.version + 1, phase: phaseAfter(state, event.type) }
  return change(step === undefined ? moved : { ...moved, done: [...state.done, step] }, event, state)
}

/** The order that these events tell, from the beginning. */
export function foldOrder(id: string, events: Iterable<OrderEvent>): OrderState {
  let state: OrderState = unplaced(id)
  for (const event of events) state = evolve(state, event)
  return state
}

function born(id: string, placed: DataOfEvent<'order.placed'>): Order {
  return {
    id,
    version: 1,
    phase: 'PENDING',
    interrupted: null,
    placed,
    done: [],
    payment: null,
    undo: [],
    cancelRequested: false,
    cancellation: null,
    attention: null,
    refusedReturns: null,
    refusedCaptures: null,
    refunds: [],
    noteIds: [],
    fulfilments: [],
    shipments: [],
  }
}

function phaseAfter(order: Order, type: OrderEvent['type']): Order['phase'] {
  const { to } = transitions[type]
  if (to === null) return order.phase
  if (to !== 'interrupted') return to
  if (order.interrupted === null) throw new IllegalTransition(type, order.phase)
  return order.interrupted
}

/** What an event changes beside version, phase and the steps done. */
function change(order: Order, event: OrderEvent, before: Order): Order {
  switch (event.type) {
    case 'order.paymentActionRequired':
      return { ...order, payment: event.data }
    case 'order.paymentAuthorised':
      return { ...order, payment: { paymentId: event.data.paymentId, redirectUrl: null } }
    case 'order.cancelRequested':
      return { ...order, cancelRequested: true, cancellation: event.data }
    case 'order.cancelling': {
      const { code, reasonId, undo } = event.data
      return { ...order, cancelRequested: false, cancellation: { code, reasonId }, undo, interrupted: null, attention: null }
    }
    case 'order.cancelled':
      return { ...order, cancelRequested: false, cancellation: { code: event.data.code, reasonId: event.data.reasonId } }
    case 'order.needsAttention':
      // The table lets no other phase get here.
      return { ...order, interrupted: before.phase as InterruptiblePhase, attention: event.data, ...refusals(order, event.data) }
    case 'order.resumed':
      return { ...order, interrupted: null, attention: null }
    case 'order.noteAdded':
      return { ...order, noteIds: [...order.noteIds, event.data.noteId] }
    default:
      return changeParts(order, event)
  }
}

/** Refunds of parts are refused by an event of their own. */
function refusals({ refusedReturns, refusedCaptures }: Order, { step, code }: DataOfEvent<'order.needsAttention'>): Partial<Order> {
  if (code !== 'PROVIDER_REFUSED') return {}
  if (step === 'capture') return { refusedCaptures: (refusedCaptures ?? 0) + 1 }
  return step === 'refund' ? { refusedReturns: (refusedReturns ?? 0) + 1 } : {}
}

/** What an event changes of the refunds, fulfilments and shipments. */
function changeParts(order: Order, event: OrderEvent): Order {
  switch (event.type) {
    case 'order.refundRequested':
      return { ...order, refunds: [...order.refunds, { ...event.data, status: 'REQUESTED', code: null }] }
    case 'order.refunded':
      return withRefund(order, event.data.refundId, ({ restock }) => ({ status: restock ? 'RESTOCKING' : 'REFUNDED' }))
    case 'order.refundFailed':
      return withRefund(order, event.data.refundId, () => ({ status: 'FAILED', code: event.data.code }))
    case 'order.refundRestocked':
      return withRefund(order, event.data.refundId, () => ({ status: 'REFUNDED' }))
    case 'order.fulfilmentCreated':
      return { ...order, fulfilments: [...order.fulfilments, event.data] }
    case 'order.shipped': {
      const { shipmentId, fulfilmentId, lines, carrier, trackingNumber } = event.data
      return { ...order, shipments: [...order.shipments, { shipmentId, fulfilmentId, lines, carrier, trackingNumber, delivered: false }] }
    }
    case 'order.delivered':
      return {
        ...order,
        shipments: order.shipments.map((shipment) => (shipment.shipmentId === event.data.shipmentId ? { ...shipment, delivered: true } : shipment)),
      }
    default:
      return order
  }
}

function withRefund(order: Order, refundId: string, change: (refund: OrderRefund) => Partial<OrderRefund>): Order {
  return { ...order, refunds: order.refunds.map((refund) => (refund.refundId === refundId ? { ...refund, ...change(refund) } : refund)) }
}
