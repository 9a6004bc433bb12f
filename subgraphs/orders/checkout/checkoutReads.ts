import type pg from 'pg'

import { createBatcher } from '@agora/batching/batcher.ts'
import { isOutage } from '@agora/database/outage.ts'
import { findAnswers, type KnownAnswer } from '@agora/idempotency/answers.ts'
import type { KeyedRequest } from '@agora/idempotency/keyedRequest.ts'

import type { Cart } from '../cart/cart.ts'
import type { CartReads } from '../cart/cartReads.ts'

/** What a checkout reads before it writes; what is asked at the same time, by whomever, is one statement. */
export interface CheckoutReads {
  /** What is known of a key. */
  answerOf(request: KeyedRequest): Promise<KnownAnswer>
  /** The open cart of this principal; the caller knows that it is the viewer. */
  cartOf(sub: string): Promise<Cart | null>
  /** Whether the cart has an order that is neither cancelled nor failed. Asked when something is amiss, so it is not batched. */
  isOrdered(cartId: string): Promise<boolean>
}

const ORDERED = 'select 1 from checkouts where cart_id = $1 and alive'

/** Makes the reads of a process. */
export function createCheckoutReads(pool: pg.Pool, carts: Pick<CartReads, 'ofOwners'>, clock: () => Date): CheckoutReads {
  const sharesFate = isOutage
  const answers = createBatcher<KeyedRequest, KnownAnswer>({ maxBatch: 100, sharesFate, flush: (requests) => findAnswers(pool, requests, clock()) })
  const open = createBatcher<string, Cart | null>({
    maxBatch: 100,
    sharesFate,
    async flush(subs) {
      const found = await carts.ofOwners([...new Set(subs)])
      return subs.map((sub) => found.get(sub) ?? null)
    },
  })
  return {
    answerOf: (request) => answers.add(request),
    cartOf: (sub) => open.add(sub),
    isOrdered: async (cartId) => (await pool.query(ORDERED, [cartId])).rowCount !== 0,
  }
}
