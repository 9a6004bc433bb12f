import type pg from 'pg'

import { inTransaction, type Queryable } from '@agora/database/transaction.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'
import type { EventMetadata } from '@agora/event-store/event.ts'
import type { Principal } from '@agora/security/viewer.ts'

import { expiryOf, type Cart, type CartIds } from './cart.ts'
import { lockCart, touchCart, type LockedCart } from './cartWrites.ts'
import { refusals, type CartRefusal } from './errors.ts'
import type { Quotes } from './quotes.ts'
import { tellCarts, type TellParts } from './tellCarts.ts'

/** What changing carts needs of the process. */
export interface CartWork {
  readonly pool: pg.Pool
  readonly clock: () => Date
  readonly newId: CartIds
  readonly tell: TellParts
}

/** Who asks for a change, and what was asked of the catalogue for them. */
export interface CartRequest {
  readonly viewer: Principal
  readonly requestId: string
  readonly quotes: Quotes
  /** The viewer's open cart as it is now, unlocked. */
  readonly cart: () => Promise<Cart | null>
}

/** What a change answers: nothing, or why nothing was changed. */
export type Changed = Result<void, CartRefusal>

class Refused extends Error {
  readonly refusal: CartRefusal

  constructor(refusal: CartRefusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}

/** Runs the work in one transaction, which leaves nothing behind when the work refuses. */
export async function allOrNothing<Answer>(
  pool: pg.Pool,
  work: (client: Queryable) => Promise<Result<Answer, CartRefusal>>,
): Promise<Result<Answer, CartRefusal>> {
  try {
    const answer = await inTransaction(pool, async (client) => {
      const result = await work(client)
      if (!result.ok) throw new Refused(result.error)
      return result.value
    })
    return ok(answer)
  } catch (error) {
    if (error instanceof Refused) return fail(error.refusal)
    throw error
  }
}

/** What an event says of the request that caused it. */
export const causedBy = ({ viewer, requestId }: Pick<CartRequest, 'viewer' | 'requestId'>): EventMetadata => ({
  correlationId: requestId,
  causationId: null,
  actor: viewer.sub,
})

/** Notes that a locked cart was changed, and says so to whoever reads events. */
export async function noteChange(
  client: Queryable,
  { tell, clock }: Pick<CartWork, 'tell' | 'clock'>,
  { cartId, request }: { readonly cartId: string; readonly request: Pick<CartRequest, 'viewer' | 'requestId'> },
): Promise<void> {
  const now = clock()
  const cart = await touchCart(client, cartId, { now, expiresAt: expiryOf(request.viewer, now) })
  await tellCarts(client, tell.store, { carts: [cart], metadata: causedBy(request) })
}

/** Changes the viewer's open cart under its lock and notes that it was changed. Refuses with `missing` when there is none. */
export async function changeCart(
  { pool, clock, tell }: CartWork,
  { missing = refusals.cartNotFound, ...request }: Pick<CartRequest, 'viewer' | 'requestId'> & { readonly missing?: CartRefusal },
  work: (client: Queryable, cart: LockedCart) => Promise<Changed>,
): Promise<Changed> {
  const result = await allOrNothing(pool, async (client) => {
    const cart = await lockCart(client, request.viewer.sub, clock())
    if (cart === null) return fail(missing)
    const changed = await work(client, cart)
    if (changed.ok) await noteChange(client, { tell, clock }, { cartId: cart.id, request })
    return changed
  })
  if (result.ok) tell.wake()
  return result
}
