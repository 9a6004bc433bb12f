import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

import type { Chance } from '../random.ts'
import type { CrashClient, Reply } from './client.ts'
import { documents, type OrderAnswer, type OrderPayload } from './documents.ts'
import type { Habit } from './habits.ts'
import type { PromiseBook, Request } from './promises.ts'

/** What buyers share. */
export interface Shop {
  readonly anybody: CrashClient
  readonly staff: () => Promise<CrashClient>
  readonly variants: readonly string[]
  readonly shippingMethodId: string
  readonly book: PromiseBook
  /** True when the run is over: whoever still insists gives up. */
  readonly closing: () => boolean
}

/** One visit to the shop. */
interface Visit {
  readonly shop: Shop
  readonly habit: Habit
  readonly client: CrashClient
}

const PAUSE_MS = 150
const STANDS_STILL = new Set(['COMPLETED', 'CANCELLED', 'NEEDS_ATTENTION'])

/** A buyer comes, fills a cart, orders, and does whatever his habit is. What he is told is written down the moment that he is told it. */
export async function visit(shop: Shop, habit: Habit, chance: Chance): Promise<void> {
  const { book, anybody } = shop
  const session = await insist(shop, () => anybody.ask<{ startGuestSession: { accessToken: string } }>(documents.startGuest, {}))
  if (session === undefined) return
  const client = anybody.as(session.startGuestSession.accessToken)
  const cartId = await fillCart({ shop, habit, client }, chance.pick(shop.variants))
  if (cartId === undefined) return
  const keys = habit.asks === 'by two keys at once' ? [randomUUID(), randomUUID()] : [randomUUID()]
  const requests = keys.map((key) => book.open(key, cartId))
  const orders = await Promise.all(requests.map((request) => checkOut({ shop, habit, client }, request)))
  for (const [nth, request] of requests.entries()) {
    const order = orders[nth]
    if (order != null) await goOn({ shop, habit, client }, request, order)
  }
}

async function fillCart({ shop, habit, client }: Visit, variantId: string): Promise<string | undefined> {
  const input = { variantId, quantity: habit.quantity, currencyCode: 'EUR' }
  const added = await insist(shop, () => client.ask<{ addCartItem: { cart: { id: string } | null } }>(documents.add, { input }))
  return added?.addCartItem.cart?.id
}

/** Asks for the order, in the way of the buyer. */
async function checkOut({ shop, habit, client }: Visit, request: Request): Promise<OrderAnswer | null> {
  const once = async (withinMs?: number): Promise<Reply<{ checkout: OrderPayload }>> => {
    const variables = { input: inputOf(shop, habit, request.key) }
    const reply = await client.ask<{ checkout: OrderPayload }>(documents.checkout, variables, withinMs === undefined ? {} : { withinMs })
    if (reply.kind === 'answer') {
      const { order, userErrors } = reply.data.checkout
      request.answers.push({ orderId: order?.id ?? null, codes: userErrors.map(({ code }) => code) })
      if (order !== null) request.shown.push(order)
    }
    return reply
  }
  const second = habit.asks === 'twice at once' ? once() : undefined
  if (habit.asks === 'hangs up and asks again') await once(habit.hangsUpAfterMs)
  const answer = habit.insists ? await insist(shop, once) : await once().then((reply) => (reply.kind === 'answer' ? reply.data : undefined))
  await second
  return answer?.checkout.order ?? null
}

const inputOf = ({ shippingMethodId }: Shop, { paymentMethod }: Habit, idempotencyKey: string) => ({
  shippingMethodId,
  shippingAddress: { name: 'Ann', line1: 'Street 1', city: 'Berlin', postalCode: '10115', countryCode: 'DE' },
  contact: { email: 'buyer@example.com', name: 'Ann', locale: 'en' },
  paymentMethod,
  idempotencyKey,
})

async function goOn(visiting: Visit, request: Request, order: OrderAnswer): Promise<void> {
  const { habit } = visiting
  const redirectUrl = order.nextAction?.redirectUrl ?? null
  if (redirectUrl !== null && habit.confirms !== 'never') await answerProvider(redirectUrl, habit.confirms)
  if (habit.afterwards === 'cancels') return cancel(visiting, request, order)
  if (habit.afterwards !== 'is refunded') return void (await look(visiting, request, order.id))
  const standing = await untilItStands(visiting, request, order)
  if (standing?.phase === 'COMPLETED') await refund(visiting, request, standing)
}

/** The buyer's own browser at the provider; a page that does not answer is left. */
async function answerProvider(url: string, answer: 'approve' | 'decline'): Promise<void> {
  const body = new URLSearchParams({ answer })
  await fetch(url, { method: 'POST', body, redirect: 'manual', signal: AbortSignal.timeout(5000) }).catch(() => undefined)
}

async function look({ client }: Visit, request: Request, id: string): Promise<OrderAnswer | undefined> {
  const reply = await client.ask<{ order: OrderAnswer | null }>(documents.order, { id })
  if (reply.kind === 'lost') return undefined
  // Gone is the one thing that an order must never be: it is shown as something that no stream can say.
  request.shown.push(reply.data.order ?? { id, phase: 'GONE', version: 0 })
  return reply.data.order ?? undefined
}

async function untilItStands(visiting: Visit, request: Request, order: OrderAnswer): Promise<OrderAnswer | undefined> {
  let seen: OrderAnswer | undefined = order
  for (let left = 40; left > 0 && !visiting.shop.closing(); left -= 1) {
    if (seen !== undefined && STANDS_STILL.has(seen.phase)) return seen
    await sleep(PAUSE_MS)
    seen = await look(visiting, request, order.id)
  }
  return undefined
}

async function cancel({ shop, client }: Visit, request: Request, { id }: OrderAnswer): Promise<void> {
  const input = { orderId: id, reason: 'changed my mind', idempotencyKey: randomUUID() }
  const answer = await insist(shop, () => client.ask<{ cancelOrder: OrderPayload }>(documents.cancel, { input }))
  if (answer === undefined) return
  const { order, userErrors } = answer.cancelOrder
  if (order !== null) request.shown.push(order)
  if (userErrors.length === 0) request.cancelled = true
}

async function refund({ shop, habit }: Visit, request: Request, { id, lines }: OrderAnswer): Promise<void> {
  const staff = await shop.staff()
  const line = lines[0]
  if (line === undefined) return
  const input = { orderId: id, lines: [{ lineId: line.id, quantity: 1 }], restock: habit.restock, idempotencyKey: randomUUID() }
  const answer = await insist(shop, () => staff.ask<{ refundOrder: OrderPayload }>(documents.refund, { input }))
  const { order = null, refund: made = null } = answer?.refundOrder ?? {}
  if (order !== null) request.shown.push(order)
  if (made !== null) request.refunds.push(made.id)
}

/** Asks until there is an answer, or the shop closes. */
async function insist<Data>({ book, closing }: Shop, ask: () => Promise<Reply<Data>>): Promise<Data | undefined> {
  for (;;) {
    const reply = await ask()
    if (reply.kind === 'answer') return reply.data
    book.noteLost(reply.why)
    if (closing()) return undefined
    await sleep(PAUSE_MS)
  }
}
