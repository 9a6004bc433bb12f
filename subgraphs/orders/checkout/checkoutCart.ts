import type pg from 'pg'
import { z } from 'zod'

import { codedError } from '@agora/errors/graphqlError.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'
import { hashRequest, type KeyedRequest } from '@agora/idempotency/keyedRequest.ts'
import { newId } from '@agora/ids/typeId.ts'
import type { Principal } from '@agora/security/viewer.ts'

import type { Cart } from '../cart/cart.ts'
import type { Quotes } from '../cart/quotes.ts'
import type { Order } from '../order/order.ts'
import { within } from '../steps/within.ts'
import type { createPriceOrder } from '../totals/priceOrder.ts'
import type { Admission } from './admission.ts'
import { basketOf } from './basketOf.ts'
import { checkoutRefusals, failureOf, priceChanged, type CheckoutRefusal } from './checkoutErrors.ts'
import type { CheckoutInput } from './checkoutInput.ts'
import type { CheckoutReads } from './checkoutReads.ts'
import type { Checkouts } from './checkouts.ts'
import { CHECKOUT_OPERATION, KeyTaken } from './logStatements.ts'
import { CartTaken } from './orderLog.ts'
import type { Placement } from './placement.ts'
import { placementOf } from './placementOf.ts'

/** What a checkout needs of the process. */
export interface CheckoutWork {
  readonly pool: pg.Pool
  readonly reads: CheckoutReads
  readonly clock: () => Date
  readonly checkouts: Pick<Checkouts, 'place' | 'settled'>
  readonly priceOrder: ReturnType<typeof createPriceOrder>
  readonly admission: Admission
  /** How long an order waits for its payment, in milliseconds. */
  readonly waitMs: number
}

/** Who checks out, and what was found for them. */
export interface CheckoutRequest {
  readonly viewer: Principal
  readonly requestId: string
  readonly quotes: Quotes
}

/** What became of it: an order, why it is no sale, or why there is none. */
export interface CheckoutOutcome {
  readonly order: Order | null
  readonly userErrors: readonly CheckoutRefusal[]
}

/** How long the answer waits for the order to come to rest, in milliseconds. */
const ANSWER_WITHIN_MS = 5000

const storedAnswer = z.object({ orderId: z.string() })
const refused = (...userErrors: readonly CheckoutRefusal[]): CheckoutOutcome => ({ order: null, userErrors })

/** Orders the viewer's cart, once: the same key gets the same order for ever. */
export async function checkoutCart(work: CheckoutWork, request: CheckoutRequest, input: CheckoutInput): Promise<CheckoutOutcome> {
  const { idempotencyKey: key, ...asked } = input
  const keyed: KeyedRequest = { actorSub: request.viewer.sub, operation: CHECKOUT_OPERATION, key, requestHash: hashRequest(asked) }
  // Mostly the key is new: the cart is read beside it, so that nobody waits twice.
  const [before, cart] = await Promise.all([answered(work, keyed), work.reads.cartOf(request.viewer.sub)])
  if (before !== undefined) return before
  return work.admission.admit(async () => {
    const placement = await prepare(work, request, { cart, input, keyed })
    if (placement.ok) return place(work, { placement: placement.value, keyed, request })
    // The same request may have been quicker: then the cart is gone because it was ordered, and its order is the answer.
    return (await answered(work, keyed)) ?? refused(...placement.error)
  })
}

/** The order that the key found before; undefined when the key is new. */
async function answered({ reads, checkouts }: CheckoutWork, keyed: KeyedRequest): Promise<CheckoutOutcome | undefined> {
  const known = await reads.answerOf(keyed)
  if (known.kind === 'unknown') return undefined
  if (known.kind === 'reused') return refused(checkoutRefusals.keyReused)
  return outcomeOf(await checkouts.settled(storedAnswer.parse(known.answer).orderId, ANSWER_WITHIN_MS))
}

async function prepare(
  { reads, clock, priceOrder, waitMs }: CheckoutWork,
  { viewer, quotes }: CheckoutRequest,
  { cart, input, keyed }: { readonly cart: Cart | null; readonly input: CheckoutInput; readonly keyed: KeyedRequest },
): Promise<Result<Placement, readonly CheckoutRefusal[]>> {
  if (cart === null || (input.cartId !== null && input.cartId !== cart.id)) return fail([checkoutRefusals.cartNotFound])
  if (cart.lines.length === 0) return fail([checkoutRefusals.cartEmpty])
  const basket = await basketOf(cart, { quotes, newLineId: () => newId('OrderLine') })
  // Pieces that are missing may be those that an order of this very cart holds.
  if (!basket.ok) return (await reads.isOrdered(cart.id)) ? fail([checkoutRefusals.cartInCheckout]) : basket
  const now = clock()
  const priced = await priceOrder({
    currency: cart.currencyCode,
    lines: basket.value.map(({ pieces }) => pieces),
    destination: input.shippingAddress,
    shippingMethodId: input.shippingMethodId,
  })
  if (!priced.ok) return fail([priced.error === 'AMOUNT_TOO_LARGE' ? checkoutRefusals.amountTooLarge : checkoutRefusals.shippingMethodUnavailable])
  const { totalMinor } = priced.value.totals
  if (input.expectedTotalMinor !== null && input.expectedTotalMinor !== totalMinor) return fail([priceChanged(totalMinor)])
  const ids = { orderId: newId('Order'), contactId: newId('OrderContact') }
  return ok(placementOf({ ...ids, viewer, cart, lines: basket.value, priced: priced.value, input, requestHash: keyed.requestHash, now, waitMs }))
}

interface Placing {
  readonly placement: Placement
  readonly keyed: KeyedRequest
  readonly request: CheckoutRequest
}

async function place(work: CheckoutWork, { placement, keyed, request }: Placing): Promise<CheckoutOutcome> {
  const metadata = { correlationId: request.requestId, causationId: null, actor: request.viewer.sub }
  try {
    const order = await within(work.checkouts.place(placement, metadata), ANSWER_WITHIN_MS)
    return outcomeOf(order ?? (await work.checkouts.settled(placement.orderId, 0)))
  } catch (error) {
    // Somebody was quicker. If it was the same request, its order is the answer.
    if (!(error instanceof KeyTaken || error instanceof CartTaken)) throw error
    return (await answered(work, keyed)) ?? refused(checkoutRefusals.cartInCheckout)
  }
}

function outcomeOf(order: Order | undefined): CheckoutOutcome {
  // It may come yet, and then the key finds it: neither an order nor a refusal would be true.
  if (order === undefined) throw codedError('SERVICE_UNAVAILABLE', 'The order was not placed in time: ask again with the same idempotencyKey')
  const failure = failureOf(order)
  return { order, userErrors: failure === undefined ? [] : [failure] }
}
