import type pg from 'pg'
import { z } from 'zod'

import type { Queryable } from '@agora/database/transaction.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'
import { findAnswer, storeAnswer, takeKey } from '@agora/idempotency/answers.ts'
import { hashRequest, type KeyedRequest } from '@agora/idempotency/keyedRequest.ts'
import type { Principal } from '@agora/security/viewer.ts'

import type { OrderEvent } from '../../../schema/events/orders.ts'
import type { Checkouts } from '../checkout/checkouts.ts'
import { KeyTaken } from '../checkout/logStatements.ts'
import type { OrderRefusal } from './commands.ts'
import type { Order } from './order.ts'
import type { OrderFault } from './orderErrors.ts'

/** What changing orders needs of the process. */
export interface ChangeWork {
  readonly pool: pg.Pool
  readonly clock: () => Date
  readonly checkouts: Pick<Checkouts, 'command' | 'settled'>
}

/** What may be wrong with any change, whatever it is. */
export type CommonRefusal = 'ORDER_NOT_FOUND' | 'IDEMPOTENCY_KEY_REUSED'

/** A change that is to have its effect once. */
export interface OrderChange<Refusal extends string = OrderRefusal, Fault = OrderFault> {
  readonly viewer: Principal
  readonly requestId: string
  /** The mutation's name. */
  readonly operation: string
  readonly orderId: string
  readonly idempotencyKey: string
  /** All of the input but the key. */
  readonly asked: object
  /** Whether the viewer may do this to this order; otherwise there is no such order. */
  readonly may: (order: Order) => boolean
  readonly decide: (order: Order) => Result<readonly OrderEvent[], Refusal>
  /** What its family of mutations calls a refusal. */
  readonly faultOf: (code: Refusal | CommonRefusal) => Fault
  /** The id of what is made, such as a refund; the answer of a repeated request names the first one. */
  readonly madeId: string | null
  readonly beside?: (client: Queryable) => Promise<void>
}

/** What a change made, and the order it was made of. */
export interface Changed {
  readonly orderId: string
  readonly madeId: string | null
}

const storedAnswer = z.object({ orderId: z.string(), madeId: z.string().nullable() })

/** How long an answer waits for the order to come to rest, in milliseconds. */
export const ANSWER_WITHIN_MS = 5000

/** Changes an order once, however often it is asked by the same key. */
export async function changeOrder<Refusal extends string, Fault>(
  work: ChangeWork,
  change: OrderChange<Refusal, Fault>,
): Promise<Result<Changed, Fault>> {
  const { viewer, operation, orderId, madeId, asked, idempotencyKey: key, requestId, faultOf } = change
  const keyed: KeyedRequest = { actorSub: viewer.sub, operation, key, requestHash: hashRequest(asked) }
  const before = await answered(work, keyed)
  if (before !== undefined) return before ?? fail(faultOf('IDEMPOTENCY_KEY_REUSED'))
  try {
    const result = await work.checkouts.command<Fault>({
      orderId,
      metadata: { correlationId: requestId, causationId: null, actor: viewer.sub },
      decide(order) {
        if (!change.may(order)) return fail(faultOf('ORDER_NOT_FOUND'))
        const decision = change.decide(order)
        return decision.ok ? decision : fail(faultOf(decision.error))
      },
      async beside(client) {
        if (!(await takeKey(client, keyed, work.clock()))) throw new KeyTaken()
        await storeAnswer(client, keyed, { orderId, madeId })
        await change.beside?.(client)
      },
    })
    if (result === undefined) return fail(faultOf('ORDER_NOT_FOUND'))
    return result.ok ? ok({ orderId, madeId }) : result
  } catch (error) {
    if (!(error instanceof KeyTaken)) throw error
    return (await answered(work, keyed)) ?? fail(faultOf('IDEMPOTENCY_KEY_REUSED'))
  }
}

/** The first answer of a key; null for one that belongs to another input. */
async function answered({ pool, clock }: ChangeWork, keyed: KeyedRequest): Promise<Result<Changed, never> | null | undefined> {
  const known = await findAnswer(pool, keyed, clock())
  if (known.kind === 'unknown') return undefined
  return known.kind === 'reused' ? null : ok(storedAnswer.parse(known.answer))
}
