import type { EventMetadata } from '@agora/event-store/event.ts'
import type { StreamAppend } from '@agora/event-store/streamAppend.ts'

import type { OrderEvent } from '../../../schema/events/orders.ts'
import type { Order } from '../order/order.ts'
import type { Placement } from './placement.ts'

/** Events to be added to the stream of one order, and what stands beside them. */
export interface LogEntry {
  readonly orderId: string
  readonly expectedVersion: number
  readonly events: readonly OrderEvent[]
  readonly metadata: EventMetadata
  /** Of the first event. */
  readonly placement?: Placement
  /** Of `order.confirmed`: what was bought. */
  readonly order?: Order
  /** Nothing is open any more: the process row goes. */
  readonly over?: boolean
}

/** What is appended to the stream of its order. */
export const streamOf = ({ orderId: stream, expectedVersion, events, metadata }: LogEntry): StreamAppend => ({
  stream,
  expectedVersion,
  events,
  metadata,
})

/** Whether an event of this type is among what is written. */
export const hasEvent = ({ events }: LogEntry, wanted: OrderEvent['type']): boolean => events.some(({ type }) => type === wanted)
