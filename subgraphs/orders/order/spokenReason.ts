import type { Queryable } from '@agora/database/transaction.ts'
import { newId } from '@agora/ids/typeId.ts'

import { CONTACT_KEPT_MS } from '../checkout/placementOf.ts'

/** What somebody says about a change of an order. It may speak of people, so events carry its id alone. */
export interface SpokenReason {
  /** Null when nothing is said. */
  readonly id: string | null
  /** Keeps the words, in the transaction of the event that carries the id. */
  readonly keep: (client: Queryable) => Promise<void>
}

/** What is said, and about which order. */
export interface Spoken {
  readonly orderId: string
  readonly text: string | null
  readonly now: Date
}

const KEEP = 'insert into order_reasons (order_id, id, text, created_at, expires_at) values ($1, $2, $3, $4, $5)'

/** Gives what is said an id. It is forgotten when whom the order is for would be, had it been placed now. */
export function spokenReason({ orderId, text, now }: Spoken): SpokenReason {
  if (text === null) return { id: null, keep: () => Promise.resolve() }
  const id = newId('OrderReason')
  return {
    id,
    async keep(client) {
      await client.query(KEEP, [orderId, id, text, now, new Date(now.getTime() + CONTACT_KEPT_MS)])
    },
  }
}
