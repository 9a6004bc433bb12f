import type { StoredEvent } from '@agora/event-store/event.ts'

import type { PaymentEvent } from '../../../schema/events/payments.ts'

/** Reads the events of several payments by one statement. */
export type ReadEvents = (ids: readonly string[]) => Promise<ReadonlyMap<string, readonly StoredEvent<PaymentEvent>[]>>

/** Everything that happened to a payment, the oldest first. */
export interface PaymentHistory {
  readonly id: string
  readonly events: readonly StoredEvent<PaymentEvent>[]
}

/** The histories of several payments. */
export async function paymentHistories(read: ReadEvents, ids: readonly string[]): Promise<PaymentHistory[]> {
  return [...(await read(ids))].map(([id, events]) => ({ id, events }))
}

/** The name of an event in the graph: `payment.refundStarted` is REFUND_STARTED. */
export const kindOf = (type: PaymentEvent['type']): string =>
  type
    .slice('payment.'.length)
    .replaceAll(/[A-Z]/g, (letter) => `_${letter}`)
    .toUpperCase()
