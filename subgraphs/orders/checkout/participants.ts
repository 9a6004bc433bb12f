import type { z } from 'zod'

import type { Result } from '@agora/errors/result.ts'
import type { Caller } from '@agora/rpc/caller.ts'
import type { RpcMethod } from '@agora/rpc/defineMethod.ts'
import type { RpcFault } from '@agora/rpc/fault.ts'
import type { InventoryStep } from '@agora/rpc/methods/inventory.ts'
import { authorise, capture, refund, voidPayment } from '@agora/rpc/methods/payments.ts'

import { totalMinor, unreturnedLines } from '../order/amounts.ts'
import type { MovedLine, Order } from '../order/order.ts'
import { callService } from '../steps/callService.ts'
import type { Reply } from './decide.ts'
import { createInventory } from './inventory.ts'
import { keyOf, returnIdOf, type Call } from './steps.ts'

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
  const inventory = createInventory(products)
  return async ({ order, call, means, correlationId }) => {
    const asked = { key: keyOf(order, call), orderId: order.id }
    const askedFor = (left: number) => ({ timeoutMs: left, requestId: correlationId })
    const toProducts = (kind: InventoryStep['kind'], what: Pick<Partial<InventoryStep>, 'lines' | 'expiresAt'> = {}): Promise<Reply> =>
      replyOf(timeoutMs, (left) => inventory({ step: { kind, ...asked, ...what, requestId: correlationId }, timeoutMs: left }), plain)
    const toPayments = <Request, Answer>(method: RpcMethod<Request, Answer>, request: Request, read: (answer: Answer) => Reply): Promise<Reply> =>
      replyOf(timeoutMs, (left) => payments.call(method, request, askedFor(left)), read)
    switch (call.step) {
      case 'reserve':
        return toProducts('RESERVE', { lines: variantsOf(order, order.placed.lines), expiresAt: order.placed.expiresAt })
      case 'commit':
        return toProducts('COMMIT')
      case 'release':
        return toProducts('RELEASE')
      case 'restock':
        return toProducts('RESTOCK', { lines: variantsOf(order, comingBack(order, call)) })
      case 'authorise': {
        const request = authorisationOf(order, means)
        // The means go with the process row alone, and a row that is gone is never driven: without them somebody has tampered.
        return request === undefined ? { kind: 'refused', code: 'INVALID_METHOD' } : toPayments(authorise, { ...asked, ...request }, authorised)
      }
      case 'capture':
        return toPayments(capture, asked, plain)
      case 'void':
        return toPayments(voidPayment, asked, plain)
      case 'refund':
        return toPayments(refund, { ...asked, ...refundOf(order, call) }, refunding)
    }
  }
}

/** Has a call made in time; whatever is not an answer is unknown. */
async function replyOf<Answer>(
  timeoutMs: number,
  run: (timeoutMs: number) => Promise<Result<Answer, RpcFault>>,
  read: (answer: Answer) => Reply,
): Promise<Reply> {
  const outcome = await callService({ timeoutMs, run })
  return outcome.kind === 'unknown' ? outcome : read(outcome.answer)
}

interface Plain {
  readonly ok: boolean
  readonly reason?: string | undefined
}

function plain(answer: Plain): Reply {
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

type AuthoriseRequest = z.output<typeof authorise.request>
type AuthoriseAnswer = z.output<typeof authorise.response>

function authorisationOf(order: Order, { paymentMethod, returnUrl }: PaymentMeans): Omit<AuthoriseRequest, 'key' | 'orderId'> | undefined {
  if (paymentMethod === null) return undefined
  const { buyer, currency } = order.placed
  const request = { buyer, currency, amountMinor: totalMinor(order).toString(), paymentMethod }
  return returnUrl === null ? request : { ...request, returnUrl }
}

function authorised({ state, paymentId, reason, redirectUrl }: AuthoriseAnswer): Reply {
  if (state === 'DECLINED') return { kind: 'refused', code: reason ?? 'CARD_DECLINED' }
  if (paymentId === undefined) return { kind: 'unknown', message: `payments answered ${state} without a payment id` }
  return state === 'AUTHORISED' ? { kind: 'done', paymentId } : { kind: 'pending', paymentId, redirectUrl }
}

function refundOf(order: Order, { refundId }: Call): { refundId: string; amountMinor?: string } {
  const refund = order.refunds.find((candidate) => candidate.refundId === refundId)
  return refund === undefined ? { refundId: returnIdOf(order) } : { refundId: refund.refundId, amountMinor: refund.amountMinor }
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
