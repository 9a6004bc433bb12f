import fc from 'fast-check'

import type { GraphqlClient } from '@agora/testkit/graphqlClient.ts'

import { arrive, cancel, refundAmount, refundPieces, ship } from './afterSaleCommands.ts'
import { add, change, receive } from './cartCommands.ts'
import { answer, buyAgain, buyTwice, buyWith } from './checkoutCommands.ts'
import { assertOrder, assertStock, type ShopCommand } from './command.ts'
import { codesOf, newLane, openShop, type Lane, type Shop } from './shop.ts'
import { cards, KINDS, newShopModel, undo, waiting, type ShopModel } from './shopModel.ts'

const kind = fc.constantFrom(...KINDS)
const place = fc.nat({ max: 3 })
const few = fc.integer({ min: 1, max: 3 })

const buying: fc.Arbitrary<ShopCommand>[] = [
  fc.tuple(kind, few).map(([one, pieces]) => add(one, pieces)),
  fc.tuple(kind, few).map(([one, pieces]) => change(one, pieces)),
  fc.constantFrom(...cards).map(buyWith),
  fc.constant(buyWith('pm_card_visa')),
  fc.constantFrom('approve' as const, 'decline' as const).map(answer),
]

const afterwards: fc.Arbitrary<ShopCommand>[] = [
  place.map(buyAgain),
  fc.constant(buyTwice()),
  place.map(cancel),
  fc.tuple(place, fc.integer({ min: 1, max: 110 })).map(([one, percent]) => refundAmount(one, percent)),
  fc.record({ place, kind, pieces: few, restock: fc.boolean() }).map(refundPieces),
  fc.tuple(place, fc.option(kind, { nil: undefined })).map(([one, only]) => ship(one, only)),
  fc.tuple(place, place).map(([one, parcel]) => arrive(one, parcel)),
  fc.tuple(kind, few).map(([one, pieces]) => receive(one, pieces)),
]

const CANCEL = 'mutation ($input: CancelOrderInput!) { answer: cancelOrder(input: $input) { userErrors { code } } }'

/** How often, and with which luck. */
export interface ModelRun {
  readonly runs: number
  readonly seed: number
  /** Leads a repeated run straight to what failed; told by the failure. */
  readonly path?: string | undefined
}

/** Who takes part in the runs. */
export interface Cast {
  /** Signs somebody in who may do everything; a token that lives for minutes is enough for a run. */
  readonly staff: () => Promise<GraphqlClient>
  readonly newBuyer: () => Promise<GraphqlClient>
}

/**
 * Runs random sequences against shop and model, one after another. Throws with the shortest sequence that fails, with seed and path to repeat it.
 */
export async function runModel({ staff, newBuyer }: Cast, { runs, seed, path }: ModelRun): Promise<void> {
  let lane: Lane | undefined
  const sequences = fc.commands([...buying, ...afterwards], { maxCommands: 40, size: 'max' })
  const property = fc.asyncProperty(sequences, async (commands) => {
    const member = await staff()
    const shop = await openShop({ ...(lane ?? (await newLane(member))), staff: member }, await newBuyer())
    const model = newShopModel()
    // What fails leaves things behind; the run after it begins elsewhere.
    lane = undefined
    await fc.asyncModelRun(() => ({ model, real: shop }), commands)
    for (const order of model.orders) await assertOrder(order, shop)
    await endWaiting(model, shop)
    lane = shop
  })
  await fc.assert(property, { numRuns: runs, seed, ...(path === undefined ? {} : { path }) })
}

async function endWaiting(model: ShopModel, shop: Shop): Promise<void> {
  const left = waiting(model)
  if (left === undefined) return
  await codesOf(shop.buyer, CANCEL, { orderId: left.id, idempotencyKey: `the-end-${left.id}` })
  undo(model, left)
  await assertOrder(left, shop)
  await assertStock(model, shop)
}
