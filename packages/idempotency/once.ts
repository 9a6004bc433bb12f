import type { Queryable } from '@agora/database/transaction.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'

import { findAnswer, freeKey, storeAnswer, takeKey } from './answers.ts'
import type { KeyedRequest } from './keyedRequest.ts'

/** How a keyed request is answered. */
export interface OnceOptions<Answer, Refusal> {
  readonly request: KeyedRequest
  readonly now: Date
  /** The answer of what JSON made of it. */
  readonly read: (stored: unknown) => Answer
  /** The refusal of a key that was used with another input. */
  readonly reused: Refusal
}

/**
 * Has an effect once: in the transaction of `client` the key is taken, the effect made and its answer stored. A repeated request gets the
 * first one's answer, a racing one waits for it. What is refused or rolled back leaves the key free.
 */
export async function once<Answer, Refusal>(
  client: Queryable,
  { request, now, read, reused }: OnceOptions<Answer, Refusal>,
  effect: () => Promise<Result<Answer, Refusal>>,
): Promise<Result<Answer, Refusal>> {
  if (!(await takeKey(client, request, now))) {
    const known = await findAnswer(client, request, now)
    if (known.kind === 'unknown') throw new Error(`The idempotency key of ${request.operation} is held and cannot be found`)
    return known.kind === 'reused' ? fail(reused) : ok(read(known.answer))
  }
  const answer = await effect()
  await (answer.ok ? storeAnswer(client, request, answer.value) : freeKey(client, request))
  return answer
}
