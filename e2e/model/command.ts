import assert from 'node:assert/strict'

import type { AsyncCommand } from 'fast-check'

import { restingOrder, stockOf, type Shop } from './shop.ts'
import { statusOf, type ModelOrder, type ShopModel } from './shopModel.ts'

/** Something that is done to the real shop and to the model, after which both must be alike. */
export type ShopCommand = AsyncCommand<ShopModel, Shop>

/** What a command is made of. */
export interface CommandParts {
  /** As it is told when a run fails. */
  readonly told: string
  /** Whether the model has a word on it. @default always */
  readonly when?: (model: ShopModel) => boolean
  /** Does it to both; answers the order that it was about. */
  readonly run: (model: ShopModel, shop: Shop) => Promise<ModelOrder | undefined>
}

/** A command that compares the stock, and the order it was about, when it is done. */
export const command = ({ told, when = () => true, run }: CommandParts): ShopCommand => ({
  check: when,
  toString: () => told,
  async run(model, shop) {
    const order = await run(model, shop)
    if (order !== undefined) await assertOrder(order, shop)
    await assertStock(model, shop)
  },
})

/** The warehouse holds and has promised what the model says. */
export async function assertStock({ onHand, reserved }: ShopModel, shop: Shop): Promise<void> {
  assert.deepEqual(await stockOf(shop), { onHand, reserved }, 'stock')
}

/** The order is called, and its money is, what the model says. */
export async function assertOrder(order: ModelOrder, shop: Shop): Promise<void> {
  const real = await restingOrder(shop, order.id)
  const paid = order.parcels.length > 0 || order.state === 'SOLD' || order.refundedMinor > 0n
  const expected = { status: statusOf(order), captured: paid ? order.totalMinor : 0n, refunded: order.refundedMinor }
  const { captured, refunded } = real.payment ?? { captured: { amountMinor: '0' }, refunded: { amountMinor: '0' } }
  assert.deepEqual(
    { status: real.status, captured: BigInt(captured.amountMinor), refunded: BigInt(refunded.amountMinor) },
    expected,
    `order ${order.id}`,
  )
}
