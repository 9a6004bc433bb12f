import { z } from 'zod'

import type { Queryable } from '@agora/database/transaction.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'
import type { Principal } from '@agora/security/viewer.ts'

import { expiryOf } from '../cart/cart.ts'
import { lockCart, openCart, touchCart } from '../cart/cartWrites.ts'
import { allOrNothing, type CartWork } from '../cart/changeCart.ts'
import { refusals, type CartRefusal } from '../cart/errors.ts'
import type { mergeCartInput } from '../cart/inputs.ts'
import type { GuestTokenVerifier } from './guestToken.ts'
import { findAnswer, hashRequest, storeAnswer, takeKey } from './idempotency.ts'
import { applyMerge, readMergingLines } from './mergeWrites.ts'
import { planMerge, type MergeWarning } from './planMerge.ts'

/** What a merge needs of the process. */
export interface MergeWork extends CartWork {
  readonly guestTokens: GuestTokenVerifier
}

const storedWarnings = z.array(
  z.object({ code: z.literal('QUANTITY_CAPPED'), message: z.string(), variantId: z.string(), requested: z.int(), kept: z.int() }),
)

/** What a merge answers: what could not be moved whole. */
export type Merged = Result<readonly MergeWarning[], CartRefusal>

/**
 * Moves a guest's lines into the viewer's cart and closes the guest's, once: the same key gets the first answer again, another key
 * finds the guest's cart closed. Locks are taken in the order key, guest's cart, user's cart; nobody else holds two carts at once.
 */
export async function mergeCart(work: MergeWork, viewer: Principal, input: z.infer<typeof mergeCartInput>): Promise<Merged> {
  const request = { actorSub: viewer.sub, operation: 'mergeCart', key: input.idempotencyKey, requestHash: hashRequest(input.guestToken) }
  // Asked before the token is verified: a repeated request gets its answer even when the token has expired meanwhile.
  const before = await findAnswer(work.pool, request)
  if (!before.ok) return before
  if (before.value !== undefined) return ok(storedWarnings.parse(before.value))
  const guest = await work.guestTokens.verify(input.guestToken)
  if (!guest.ok) return fail(guest.error === 'invalid' ? refusals.guestTokenInvalid : refusals.identityUnavailable)
  return allOrNothing(work.pool, async (client) => {
    if (!(await takeKey(client, request, work.clock()))) {
      const first = await findAnswer(client, request)
      return first.ok ? ok(storedWarnings.parse(first.value)) : first
    }
    const merged = await moveLines(client, work, { viewer, guestSub: guest.value })
    if (merged.ok) await storeAnswer(client, request, merged.value)
    return merged
  })
}

interface Sides {
  readonly viewer: Principal
  readonly guestSub: string
}

async function moveLines(client: Queryable, { clock, newId }: CartWork, { viewer, guestSub }: Sides): Promise<Merged> {
  const now = clock()
  const expiresAt = expiryOf(viewer, now)
  const from = await lockCart(client, guestSub, now)
  if (from === null) return ok([])
  const into = await openCart(client, { id: newId.cart(), ownerSub: viewer.sub, currencyCode: from.currencyCode, now, expiresAt })
  const lines = await readMergingLines(client, [from.id, into.id])
  const plan = planMerge(lines.get(into.id) ?? [], lines.get(from.id) ?? [])
  if (!plan.ok) return plan
  await applyMerge(client, plan.value, { into: into.id, from: from.id, now })
  await touchCart(client, into.id, { now, expiresAt })
  return ok(plan.value.warnings)
}
