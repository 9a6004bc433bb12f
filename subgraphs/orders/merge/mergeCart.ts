import { z } from 'zod'

import type { Queryable } from '@agora/database/transaction.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'
import { findAnswer } from '@agora/idempotency/answers.ts'
import { hashRequest } from '@agora/idempotency/keyedRequest.ts'
import { once } from '@agora/idempotency/once.ts'
import type { Principal } from '@agora/security/viewer.ts'

import { expiryOf } from '../cart/cart.ts'
import { lockCart, openCart, touchCart } from '../cart/cartWrites.ts'
import { allOrNothing, causedBy, type CartWork } from '../cart/changeCart.ts'
import { refusals, type CartRefusal } from '../cart/errors.ts'
import type { mergeCartInput } from '../cart/inputs.ts'
import { tellCarts } from '../cart/tellCarts.ts'
import type { GuestTokenVerifier } from './guestToken.ts'
import { applyMerge, readMergingLines } from './mergeWrites.ts'
import { piecesBrought, planMerge, type MergeWarning } from './planMerge.ts'

/** What a merge needs of the process. */
export interface MergeWork extends CartWork {
  readonly guestTokens: GuestTokenVerifier
}

/** Who asks for a merge. */
interface Asking {
  readonly viewer: Principal
  readonly requestId: string
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
export async function mergeCart(work: MergeWork, asking: Asking, input: z.infer<typeof mergeCartInput>): Promise<Merged> {
  const { viewer } = asking
  const request = { actorSub: viewer.sub, operation: 'mergeCart', key: input.idempotencyKey, requestHash: hashRequest(input.guestToken) }
  // Asked before the token is verified: a repeated request gets its answer even when the token has expired meanwhile.
  const before = await findAnswer(work.pool, request, work.clock())
  if (before.kind === 'reused') return fail(refusals.keyReused)
  if (before.kind === 'answered') return ok(storedWarnings.parse(before.answer))
  const guest = await work.guestTokens.verify(input.guestToken)
  if (!guest.ok) return fail(guest.error === 'invalid' ? refusals.guestTokenInvalid : refusals.identityUnavailable)
  const remembered = { request, now: work.clock(), read: (stored: unknown) => storedWarnings.parse(stored), reused: refusals.keyReused }
  const sides = { ...asking, guestSub: guest.value }
  const merged = await allOrNothing(work.pool, (client) =>
    once<readonly MergeWarning[], CartRefusal>(client, remembered, () => moveLines(client, work, sides)),
  )
  if (merged.ok) work.tell.wake()
  return merged
}

interface Sides extends Asking {
  readonly guestSub: string
}

async function moveLines(client: Queryable, { clock, newId, tell }: CartWork, { viewer, requestId, guestSub }: Sides): Promise<Merged> {
  const now = clock()
  const expiresAt = expiryOf(viewer, now)
  const from = await lockCart(client, guestSub, now)
  if (from === null) return ok([])
  const into = await openCart(client, { id: newId.cart(), ownerSub: viewer.sub, currencyCode: from.currencyCode, now, expiresAt })
  const lines = await readMergingLines(client, [from.id, into.id])
  const [mine, theirs] = [lines.get(into.id) ?? [], lines.get(from.id) ?? []]
  const plan = planMerge(mine, theirs)
  if (!plan.ok) return plan
  await applyMerge(client, plan.value, { into: into.id, from: from.id, brought: piecesBrought(mine, theirs), now })
  const emptied = { id: from.id, owner: guestSub, version: from.version + 1, variantIds: [] }
  const filled = await touchCart(client, into.id, { now, expiresAt })
  await tellCarts(client, tell.store, { carts: [emptied, filled], metadata: causedBy({ viewer, requestId }) })
  return ok(plan.value.warnings)
}
