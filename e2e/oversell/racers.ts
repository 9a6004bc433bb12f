import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

import { newId } from '@agora/ids/typeId.ts'
import type { GraphqlClient } from '@agora/testkit/graphqlClient.ts'

import { signToken } from '../access/visitors.ts'
import { newGuest } from '../people.ts'

/** Somebody who wants one piece, and whom nobody else knows. */
export interface Racer {
  readonly client: GraphqlClient
}

/** What a racer was told in the end. */
export interface Outcome {
  /** `CONFIRMED`, or the code of the refusal. */
  readonly answer: string
  /** The order, where one was begun. */
  readonly orderId: string | null
}

const ADD = 'mutation ($input: AddCartItemInput!) { addCartItem(input: $input) { userErrors { code } } }'
const WAYS = '{ cart { estimate(countryCode: "DE") { shippingMethods { method { id } } } } }'
const CHECKOUT = 'mutation ($input: CheckoutInput!) { checkout(input: $input) { order { id status } userErrors { code } } }'

const AT_ONCE = 32
const FINAL_PATIENCE_MS = 300_000
/** A rush is told to come back; so is whoever asked while the answer took too long. Asking again by the same key is safe. */
const COME_BACK = new Set(['CHECKOUT_BUSY', 'SUBGRAPH_TIMEOUT', 'SERVICE_UNAVAILABLE', 'RATE_LIMITED'])

/** Does something for each, some at a time. */
export async function forEach<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const left = [...items]
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let item = left.pop(); item !== undefined; item = left.pop()) await work(item)
    }),
  )
}

/** So many guests, each with a token of the house but without a visit to its door. */
export async function newRacers(count: number, keysDir: string): Promise<Racer[]> {
  const { accessToken: like, client } = await newGuest()
  const tokens = await Promise.all(
    Array.from({ length: count }, () => signToken({ like, keysDir, roles: ['GUEST'], subject: newId('Guest'), expiresIn: 3600 })),
  )
  return tokens.map((token) => ({ client: client.as(token) }))
}

/** Puts one piece into each racer's cart. */
export async function fillCarts(racers: readonly Racer[], variantId: string): Promise<void> {
  await forEach(racers, async ({ client }) => void (await client.data(ADD, { input: { variantId, quantity: 1 } })))
}

/** The way of bringing it that this racer is offered; it is the same for all who want the same. */
export async function wayOfShipping({ client }: Racer): Promise<string> {
  const { cart } = await client.data<{ cart: { estimate: { shippingMethods: { method: { id: string } }[] } } }>(WAYS)
  const [offer] = cart.estimate.shippingMethods
  if (offer === undefined) throw new Error('Nothing is shipped to Germany')
  return offer.method.id
}

/** All of them order at the same moment, and each asks until it has a final answer. */
export function race(racers: readonly Racer[], shippingMethodId: string): Promise<Outcome[]> {
  return Promise.all(racers.map((racer) => order(racer, shippingMethodId)))
}

interface Answered {
  readonly checkout: {
    readonly order: { readonly id: string; readonly status: string } | null
    readonly userErrors: readonly { readonly code: string }[]
  }
}

async function order({ client }: Racer, shippingMethodId: string): Promise<Outcome> {
  const input = {
    shippingMethodId,
    shippingAddress: { name: 'Racer', line1: 'Street 1', city: 'Berlin', postalCode: '10115', countryCode: 'DE' },
    contact: { email: 'racer@example.com', name: 'Racer' },
    paymentMethod: 'pm_card_visa',
    idempotencyKey: randomUUID(),
  }
  const deadline = performance.now() + FINAL_PATIENCE_MS
  for (;;) {
    const { data, errors } = await client.ask<Answered>(CHECKOUT, { input })
    const [code] = errors.map(({ extensions }) => extensions?.code ?? 'NO_CODE')
    if (code !== undefined && !COME_BACK.has(code)) return { answer: code, orderId: null }
    const final = data === null || code !== undefined ? undefined : finalOf(data)
    if (final !== undefined) return final
    if (performance.now() > deadline) return { answer: code ?? 'NO_FINAL_ANSWER', orderId: data?.checkout.order?.id ?? null }
    await sleep(500)
  }
}

function finalOf({ checkout }: Answered): Outcome | undefined {
  const [refusal] = checkout.userErrors
  const orderId = checkout.order?.id ?? null
  if (refusal !== undefined) return { answer: refusal.code, orderId }
  return checkout.order?.status === 'CONFIRMED' ? { answer: 'CONFIRMED', orderId } : undefined
}
