import type { Result } from '@agora/errors/result.ts'
import type { Caller } from '@agora/rpc/caller.ts'
import type { RpcFault } from '@agora/rpc/fault.ts'
import { commit, release, reserve, restock } from '@agora/rpc/methods/inventory.ts'
import { authorise, capture, refund, voidPayment } from '@agora/rpc/methods/payments.ts'

import { totalMinor, unreturnedLines } from '../order/amounts.ts'
import type { MovedLine, Order } from '../order/order.ts'
import type { Reply } from './decide.ts'
import { keyOf, type Call } from './steps.ts'

/** How to pay, as far as orders knows it: gone when the checkout is over. */
export interface PaymentMeans {
  readonly paymentMethod: string | null
  readonly returnUrl: string | null
}

/** What a call is made with. */
export interface Asked {
  readonly order: Order
  readonly call: Call
  readonly means: PaymentMeans
  readonly correlationId: string
}

/** Asks the other domains. Never throws: whatever is not an answer is `unknown`. */
export type Perform = (asked: Asked) => Promise<Reply>

/** The ways to those who take part in a checkout. */
export interface Participants {
  readonly products: Pick<Caller, 'call'>
  readonly payments: Pick<Caller, 'call'>
  /** For all tries of one call together, in milliseconds. @default 5000 */
  readonly timeoutMs?: number | undefined
}

/** How long a call and its repetitions may take, in milliseconds. */
const CALL_WITHIN_MS = 5000

/** Makes the calls of the checkout, each with its key, the deadline and the request it belongs to. */
export function createPerform({ products, payments, timeoutMs = CALL_WITHIN_MS }: Participants): Perform {
  return async ({ order, call, means, correlationId }) => {
    const asked = { key: keyOf(order, call), orderId: order.id }
    const options = { timeoutMs, requestId: correlationId }
    switch (call.step) {
      case 'reserve': {
        const lines = variantsOf(order, order.placed.lines)
        return replyOf(await products.call(reserve, { ...asked, lines, expiresAt: order.placed.expiresAt }, options), plain)
      }
      case 'commit':
        return replyOf(await products.call(commit, asked, options), plain)
      case 'release':
        return replyOf(await products.call(release, asked, options), plain)
      case 'restock':
        return replyOf(await products.call(restock, { ...asked, lines: variantsOf(order, comingBack(order, call)) }, options), plain)
      case 'authorise':
        return authorising(order, means, (request) => payments.call(authorise, { ...asked, ...request }, options))
      case 'capture':
        return replyOf(await payments.call(capture, asked, options), plain)
      case 'void':
        return replyOf(await payments.call(voidPayment, asked, options), plain)
      case 'refund':
        return replyOf(await payments.call(refund, { ...asked, ...refundOf(order, call) }, options), refunding)
    }
  }
}

function replyOf<Answer>(result: Result<Answer, RpcFault>, read: (answer: Answer) => Reply): Reply {
  return result.ok ? read(result.value) : { kind: 'unknown', message: `${result.error.code}: ${result.error.message}` }
}

function plain(answer: { readonly ok: boolean; readonly reason?: string | undefined }): Reply {
  return answer.ok ? { kind: 'done' } : { kind: 'refused', code: answer.reason ?? 'REFUSED' }
}

function refunding({
  state,
  reason,
  amountMinor,
}: {
  state: 'REFUNDED' | 'PENDING' | 'REFUSED'
  reason?: string | undefined
  amountMinor?: string | undefined
}): Reply {
  if (state === 'PENDING') return { kind: 'pending' }
  return state === 'REFUNDED' ? { kind: 'done', amountMinor: amountMinor ?? '0' } : { kind: 'refused', code: reason ?? 'REFUSED' }
}

type AuthoriseRequest = Parameters<typeof authorise.request.parse>[0] extends never ? never : ReturnType<typeof authorise.request.parse>
type AuthoriseAnswer = ReturnType<typeof authorise.response.parse>

async function authorising(
  order: Order,
  { paymentMethod, returnUrl }: PaymentMeans,
  ask: (request: Omit<AuthoriseRequest, 'key' | 'orderId'>) => Promise<Result<AuthoriseAnswer, RpcFault>>,
): Promise<Reply> {
  // The means are deleted with the process row alone, and a row that is gone is never driven: an order without them was tampered with.
  if (paymentMethod === null) return { kind: 'refused', code: 'INVALID_METHOD' }
  const { buyer, currency } = order.placed
  const request = { buyer, currency, amountMinor: totalMinor(order).toString(), paymentMethod }
  return replyOf(await ask(returnUrl === null ? request : { ...request, returnUrl }), authorised)
}

function authorised({ state, paymentId, reason, redirectUrl }: AuthoriseAnswer): Reply {
  if (state === 'DECLINED') return { kind: 'refused', code: reason ?? 'CARD_DECLINED' }
  if (paymentId === undefined) return { kind: 'unknown', message: `payments answered ${state} without a payment id` }
  return state === 'AUTHORISED' ? { kind: 'done', paymentId } : { kind: 'pending', paymentId, redirectUrl }
}

function refundOf(order: Order, { refundId }: Call): { refundId: string; amountMinor?: string } {
  const refund = order.refunds.find((candidate) => candidate.refundId === refundId)
  return refund === undefined ? { refundId: order.id } : { refundId: refund.refundId, amountMinor: refund.amountMinor }
}

/** What a restock brings back: the pieces of its refund, or all that no refund has brought back before. */
function comingBack(order: Order, { refundId }: Call): readonly MovedLine[] {
  return order.refunds.find((candidate) => candidate.refundId === refundId)?.lines ?? unreturnedLines(order)
}

/** Pieces by variant, each variant once, in one order of lock. */
function variantsOf(order: Order, lines: readonly MovedLine[]): { variantId: string; quantity: number }[] {
  const variantOf = new Map(order.placed.lines.map(({ lineId, variantId }) => [lineId, variantId]))
  const pieces = new Map<string, number>()
  for (const { lineId, quantity } of lines) {
    const variantId = variantOf.get(lineId)
    if (variantId !== undefined) pieces.set(variantId, (pieces.get(variantId) ?? 0) + quantity)
  }
  return [...pieces].sort(([a], [b]) => (a < b ? -1 : 1)).map(([variantId, quantity]) => ({ variantId, quantity }))
}
