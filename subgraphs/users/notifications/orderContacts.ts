import { fail, ok, type Result } from '@agora/errors/result.ts'
import type { Caller } from '@agora/rpc/caller.ts'
import { contact, type OrderContact } from '@agora/rpc/methods/orderContact.ts'

/** Whom to write to about orders: what the buyer left there, asked for when it is needed and kept nowhere else. */
export interface OrderContacts {
  /** Null when it was erased. */
  of(orderId: string, requestId: string): Promise<Result<OrderContact | null, 'unavailable'>>
}

const PATIENCE_MS = 5000

/** Asks orders at its internal port. */
export const createOrderContacts = (orders: Caller): OrderContacts => ({
  async of(orderId, requestId) {
    const answer = await orders.call(contact, { orderId }, { timeoutMs: PATIENCE_MS, requestId })
    return answer.ok ? ok(answer.value.contact ?? null) : fail('unavailable')
  },
})
