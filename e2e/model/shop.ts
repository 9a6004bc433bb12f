import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'

import type { GraphqlClient } from '@agora/testkit/graphqlClient.ts'

import { soon } from '../buyer.ts'
import { deliver, newGoods } from '../goods.ts'
import { KINDS, PIECES, type Kind } from './shopModel.ts'

/** Two variants that runs buy one after another; each run has a buyer of its own. */
export interface Lane {
  /** Somebody who may do everything. */
  readonly staff: GraphqlClient
  readonly variants: readonly [string, string]
  readonly locationId: string
}

/** The real shop, as one run sees it. */
export interface Shop extends Lane {
  readonly buyer: GraphqlClient
}

/** What of an order the model speaks of. */
export interface RealOrder {
  readonly id: string
  readonly status: string
  readonly phase: string
  readonly nextAction: { readonly redirectUrl: string | null } | null
  readonly totals: {
    readonly total: { readonly amountMinor: string }
    readonly steps: readonly { readonly lineId: string | null; readonly included: boolean; readonly amount: { readonly amountMinor: string } }[]
  }
  readonly lines: readonly { readonly id: string; readonly variantId: string; readonly quantity: number }[]
  readonly fulfilments: readonly { readonly id: string }[]
  readonly shipments: readonly { readonly id: string; readonly delivered: boolean }[]
  readonly refunds: readonly { readonly status: string }[]
  readonly payment: Record<'captured' | 'refunded', { readonly amountMinor: string }> | null
}

const ORDER = `query ($id: ID!) { order(id: $id) { id status phase nextAction { redirectUrl }
  totals { total { amountMinor } steps { lineId included amount { amountMinor } } } lines { id variantId quantity } fulfilments { id } shipments { id delivered }
  refunds { status } payment { captured { amountMinor } refunded { amountMinor } } } }`
const STOCK = `query ($first: ID!, $second: ID!) { one: variant(id: $first) { stock { onHand reserved } } two: variant(id: $second) { stock { onHand reserved } } }`
const COUNT = 'mutation ($input: AdjustInventoryInput!) { adjustInventory(input: $input) { userErrors { code message } } }'

/** Puts two variants on sale. */
export async function newLane(staff: GraphqlClient): Promise<Lane> {
  const [one, two] = [await newGoods(staff, 1999), await newGoods(staff, 333)]
  for (const goods of [one, two]) await deliver(staff, goods, { pieces: PIECES, expected: 0 })
  return { staff, variants: [one.variantId, two.variantId], locationId: one.locationId }
}

/** Pieces of both variants. */
export interface Pieces {
  readonly onHand: readonly number[]
  readonly reserved: readonly number[]
}

/** What the warehouse says. */
export async function stockOf({ staff, variants: [first, second] }: Lane): Promise<Pieces> {
  type Answer = Record<'one' | 'two', { stock: { onHand: number; reserved: number }[] }>
  const { one, two } = await staff.data<Answer>(STOCK, { first, second })
  const sum = (of: 'onHand' | 'reserved'): number[] => [one, two].map(({ stock }) => stock.reduce((total, level) => total + level[of], 0))
  return { onHand: sum('onHand'), reserved: sum('reserved') }
}

/** Has so many pieces lie there as a run begins with, or as many more as are said. */
export async function restock(lane: Lane, kind: Kind, change: { readonly newQuantity: number } | { readonly delta: number }): Promise<unknown> {
  const { staff, variants, locationId } = lane
  const expectedQuantity = (await stockOf(lane)).onHand[kind]
  const input = { variantId: variants[kind], locationId, ...change, expectedQuantity, reason: 'COUNTED', idempotencyKey: randomUUID() }
  const { adjustInventory } = await staff.data<{ adjustInventory: { userErrors: unknown[] } }>(COUNT, { input })
  return adjustInventory.userErrors
}

/** Begins a run: nothing is reserved, and the usual pieces are there. */
export async function openShop(lane: Lane, buyer: GraphqlClient): Promise<Shop> {
  const { onHand, reserved } = await stockOf(lane)
  assert.deepEqual(reserved, [0, 0], 'the run before left something reserved')
  for (const kind of KINDS) if (onHand[kind] !== PIECES) assert.deepEqual(await restock(lane, kind, { newQuantity: PIECES }), [])
  return { ...lane, buyer }
}

/** An order as staff see it. */
export async function realOrder({ staff }: Lane, id: string): Promise<RealOrder> {
  const { order } = await staff.data<{ order: RealOrder | null }>(ORDER, { id })
  return order ?? assert.fail(`there is no order ${id}`)
}

/** An order once nothing of it is under way. */
export function restingOrder(shop: Lane, id: string): Promise<RealOrder> {
  return soon(() => realOrder(shop, id), isAtRest)
}

function isAtRest({ phase, status, nextAction, fulfilments, refunds }: RealOrder): boolean {
  if (phase === 'PENDING') return nextAction !== null
  if (phase === 'COMPLETED') return status !== 'CANCELLING' && fulfilments.length === 1 && refunds.every((one) => one.status === 'REFUNDED')
  return phase === 'CANCELLED'
}

/** Sends a mutation and answers the codes of what was refused. */
export async function codesOf(client: GraphqlClient, mutation: string, input: object): Promise<string[]> {
  const { answer } = await client.data<{ answer: { userErrors: { code: string }[] } }>(mutation, { input })
  return answer.userErrors.map(({ code }) => code)
}
