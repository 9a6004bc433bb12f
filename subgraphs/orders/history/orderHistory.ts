import type { StoredEvent } from '@agora/event-store/event.ts'

import type { OrderEvent } from '../../../schema/events/orders.ts'
import { evolve } from '../order/evolve.ts'
import { unplaced, type OrderState } from '../order/order.ts'
import { changesBetween, type OrderChange } from './orderChanges.ts'

/** Something that happened to an order. */
export interface HistoryEntry {
  /** The version of the order that it led to. */
  readonly version: number
  /** What happened, such as `order.shipped`. */
  readonly type: string
  /** Who did it: the `sub` of a viewer, or the name of a process. */
  readonly actor: string
  readonly occurredAt: Date
  /** The request from which it followed. */
  readonly correlationId: string
  readonly changes: readonly OrderChange[]
}

/** All that happened to an order, oldest first, each with what it changed. */
export function historyOf(orderId: string, events: readonly StoredEvent[]): HistoryEntry[] {
  let before: OrderState = unplaced(orderId)
  return events.map((event) => {
    const after = evolve(before, { type: event.type, data: event.data } as OrderEvent)
    const changes = changesBetween(before, after)
    before = after
    const { version, type, occurredAt } = event
    return { version, type, actor: event.metadata.actor, occurredAt, correlationId: event.metadata.correlationId, changes }
  })
}
