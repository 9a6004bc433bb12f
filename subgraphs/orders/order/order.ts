import type { OrderEvent, sagaSteps } from '../../../schema/events/orders.ts'

/** A thing that the checkout asks of others. */
export type SagaStep = (typeof sagaSteps)[number]

/** The data of one type of order event. */
export type DataOfEvent<Type extends OrderEvent['type']> = Extract<OrderEvent, { readonly type: Type }>['data']

/** Where an order stands in its checkout. */
export const orderPhases = ['PENDING', 'CONFIRMED', 'COMPLETED', 'CANCELLING', 'CANCELLED', 'NEEDS_ATTENTION'] as const

/** Where an order stands in its checkout. */
export type OrderPhase = (typeof orderPhases)[number]

/** Phases in which a step can fail for good, and which a person can have resumed. */
export type InterruptiblePhase = 'CONFIRMED' | 'COMPLETED' | 'CANCELLING'

/** Why an order is not, or no longer, a sale: a word to branch on, and where what was said about it is kept. */
export interface Cancellation {
  readonly code: string
  readonly reasonId: string | null
}

/** Pieces of a line of the order. */
export interface MovedLine {
  readonly lineId: string
  readonly quantity: number
}

/** A part of the money that goes back, and pieces with it. */
export interface OrderRefund {
  readonly refundId: string
  readonly amountMinor: string
  /** Where what was said about it is kept. */
  readonly reasonId: string | null
  readonly restock: boolean
  readonly lines: readonly MovedLine[]
  /** RESTOCKING: the money is back, the pieces are not yet. */
  readonly status: 'REQUESTED' | 'RESTOCKING' | 'REFUNDED' | 'FAILED'
  /** Of FAILED. */
  readonly code: string | null
}

/** What a warehouse was told to pack. */
export interface OrderFulfilment {
  readonly fulfilmentId: string
  readonly lines: readonly MovedLine[]
}

/** A parcel that left. */
export interface OrderShipment {
  readonly shipmentId: string
  readonly fulfilmentId: string
  readonly lines: readonly MovedLine[]
  readonly carrier: string
  readonly trackingNumber: string | null
  readonly delivered: boolean
}

/** The stream of an order before its first event. */
export interface Unplaced {
  readonly id: string
  readonly version: 0
  readonly phase: 'NONE'
}

/** An order as its events tell it. JSON can carry it, so it can be a snapshot. */
export interface Order {
  readonly id: string
  /** How many events its stream has. */
  readonly version: number
  readonly phase: OrderPhase
  /** Of NEEDS_ATTENTION: the phase that goes on when the order is resumed. */
  readonly interrupted: InterruptiblePhase | null
  readonly placed: DataOfEvent<'order.placed'>
  /** Steps for the order as a whole that have been answered with success; those of single refunds are in `refunds`. */
  readonly done: readonly SagaStep[]
  /** The payment, once payments has told its id. */
  readonly payment: { readonly paymentId: string; readonly redirectUrl: string | null } | null
  /** Of CANCELLING: what is undone, in this order. */
  readonly undo: readonly SagaStep[]
  /** Somebody asked to cancel, and no step back has been taken yet. */
  readonly cancelRequested: boolean
  readonly cancellation: Cancellation | null
  /** Of NEEDS_ATTENTION. */
  readonly attention: DataOfEvent<'order.needsAttention'> | null
  /** How often the provider refused to give back all that is left; null before the first time. */
  readonly refusedReturns: number | null
  /** How often the provider refused to take the money that it holds; null before the first time. */
  readonly refusedCaptures: number | null
  readonly refunds: readonly OrderRefund[]
  readonly noteIds: readonly string[]
  readonly fulfilments: readonly OrderFulfilment[]
  readonly shipments: readonly OrderShipment[]
}

/** What a stream of an order folds to. */
export type OrderState = Unplaced | Order

/** The beginning of every order. */
export const unplaced = (id: string): Unplaced => ({ id, version: 0, phase: 'NONE' })
