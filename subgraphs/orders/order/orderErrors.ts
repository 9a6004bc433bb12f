import { fieldPath, type InputFault } from '@agora/subgraph-kit/readInput.ts'

import type { OrderRefusal } from './commands.ts'

/** Why a change of an order is refused; the enum `OrderErrorCode` of the graph. */
export type OrderErrorCode =
  | 'INVALID_INPUT'
  | 'ORDER_NOT_FOUND'
  | 'IDEMPOTENCY_KEY_REUSED'
  | Exclude<OrderRefusal, 'NOT_RESUMABLE' | 'NOT_CANCELLABLE'>

/** Why nothing is done about a saga; the enum `SagaErrorCode` of the graph. */
export type SagaErrorCode =
  | 'INVALID_INPUT'
  | 'ORDER_NOT_FOUND'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'NOT_RESUMABLE'
  | 'NOT_CANCELLABLE'
  | 'ALREADY_CANCELLED'
  | 'ALREADY_SHIPPED'
  | 'UNREADABLE'

/** A refusal as the graph shows it. Nothing was changed. */
export interface OrderFault<Code extends string = OrderErrorCode> extends InputFault {
  readonly code: Code
}

const sentences: Readonly<
  Record<OrderRefusal | 'ORDER_NOT_FOUND' | 'IDEMPOTENCY_KEY_REUSED' | 'UNREADABLE', readonly [message: string, field: string | null]>
> = {
  ORDER_NOT_FOUND: ['There is no such order', 'orderId'],
  IDEMPOTENCY_KEY_REUSED: ['The idempotency key was used before with another input', 'idempotencyKey'],
  ALREADY_CANCELLED: ['The order is cancelled already, or about to be', null],
  ALREADY_SHIPPED: ['A parcel has left already', null],
  NOT_REFUNDABLE: ['Only completed orders that are not being cancelled are refunded', null],
  REFUND_TOO_LARGE: ['It is more than is left of what was paid', 'amountMinor'],
  NOTHING_TO_REFUND: ['There is nothing to give back', 'amountMinor'],
  LINE_NOT_FOUND: ['The order has no such line', 'lines'],
  TOO_MANY_PIECES: ['More pieces than the line has left', 'lines'],
  NOT_RESUMABLE: ['It does not need attention', 'orderId'],
  UNREADABLE: ['This release cannot read what happened to the order', 'orderId'],
  NOT_CANCELLABLE: ['It cannot be given up where it stands', 'orderId'],
}

/** The refusal of a code. */
export function orderFault<Code extends keyof typeof sentences>(code: Code): OrderFault<Code> {
  const [message, field] = sentences[code]
  return { code, message, field: field === null ? null : fieldPath(field) }
}

/** The first fault of a malformed input. */
export const invalidInput = (fault: InputFault): OrderFault<'INVALID_INPUT'> => ({ code: 'INVALID_INPUT', ...fault })
