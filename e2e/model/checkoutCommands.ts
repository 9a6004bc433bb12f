import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'

import { checkOut, checkoutInput, soon } from '../buyer.ts'
import { command, type ShopCommand } from './command.ts'
import { codesOf, realOrder, restingOrder, type RealOrder, type Shop } from './shop.ts'
import { isShort, KINDS, orderAt, sell, undo, waiting, type Card, type ModelOrder, type ShopModel } from './shopModel.ts'

const CONFIRM = 'mutation ($input: ConfirmPaymentInput!) { answer: confirmPayment(input: $input) { userErrors { code } } }'

/** What a checkout with this card must be answered with. */
function refusalOf(model: ShopModel, card: Card): string[] {
  if (isShort(model)) return ['INSUFFICIENT_STOCK']
  return card === 'pm_card_declined' || card === 'pm_card_insufficient_funds' ? ['PAYMENT_DECLINED'] : []
}

/** What the model remembers of an order that was begun. */
function remembered(real: RealOrder, { variants }: Shop, input: object): ModelOrder {
  const lines = KINDS.map((kind) => real.lines.find(({ variantId }) => variantId === variants[kind]))
  const paidFor = (lineId: string | undefined): bigint =>
    real.totals.steps
      .filter((step) => lineId !== undefined && step.lineId === lineId && !step.included)
      .reduce((sum, { amount }) => sum + BigInt(amount.amountMinor), 0n)
  return {
    state: 'WAITING',
    input,
    id: real.id,
    pieces: [lines[0]?.quantity ?? 0, lines[1]?.quantity ?? 0],
    totalMinor: BigInt(real.totals.total.amountMinor),
    lineMinor: [paidFor(lines[0]?.id), paidFor(lines[1]?.id)],
    returned: [0, 0],
    restocked: [0, 0],
    refundedMinor: 0n,
    shipped: [0, 0],
    parcels: [],
  }
}

/** Orders what is in the cart. */
export const buyWith = (card: Card): ShopCommand =>
  command({
    told: `check out with ${card}`,
    when: (model) => waiting(model) === undefined && KINDS.some((kind) => model.cart[kind] > 0),
    async run(model, shop) {
      const input = await checkoutInput(shop.buyer, { paymentMethod: card, idempotencyKey: randomUUID() })
      const { order, codes } = await checkOut(shop.buyer, input)
      assert.deepEqual(codes, refusalOf(model, card), 'checkout')
      if (order === null) return undefined
      const made = remembered(await restingOrder(shop, order.id), shop, input)
      assert.deepEqual(made.pieces, model.cart, 'pieces of the order')
      model.orders.push(made)
      if (codes.length > 0) made.state = 'CANCELLED'
      else if (card === 'pm_card_3ds') for (const kind of KINDS) model.reserved[kind] += made.pieces[kind]
      else sell(model, made)
      return made
    },
  })

/** Asks for a checkout in the same words again: nothing happens, and the answer is the same order. */
export const buyAgain = (place: number): ShopCommand =>
  command({
    told: `ask for checkout ${place} again`,
    when: ({ orders }) => orders.length > 0,
    async run(model, { buyer }) {
      const known = orderAt(model, place) ?? assert.fail()
      const { order } = await checkOut(buyer, known.input)
      assert.equal(order?.id, known.id, 'the same key has another order')
      return known
    },
  })

/** Asks for another checkout while one waits for its buyer. */
export const buyTwice = (): ShopCommand =>
  command({
    told: 'check out although an order waits',
    when: (model) => waiting(model) !== undefined,
    async run(model, { buyer }) {
      const known = waiting(model) ?? assert.fail()
      const { order, codes } = await checkOut(buyer, { ...known.input, idempotencyKey: randomUUID() })
      assert.deepEqual([order, codes], [null, ['CART_IN_CHECKOUT']])
      return known
    },
  })

/** Answers the provider's page. */
export const answer = (word: 'approve' | 'decline'): ShopCommand =>
  command({
    told: `${word} on the provider's page`,
    when: (model) => waiting(model) !== undefined,
    async run(model, shop) {
      const known = waiting(model) ?? assert.fail()
      const { nextAction } = await restingOrder(shop, known.id)
      await fetch(nextAction?.redirectUrl ?? '', { method: 'POST', body: new URLSearchParams({ answer: word }), redirect: 'manual' })
      assert.deepEqual(await codesOf(shop.buyer, CONFIRM, { orderId: known.id, idempotencyKey: randomUUID() }), [])
      if (word === 'approve') {
        for (const kind of KINDS) model.reserved[kind] -= known.pieces[kind]
        sell(model, known)
      } else undo(model, known)
      // The order hears of it by the bus.
      await soon(
        () => realOrder(shop, known.id),
        ({ phase }) => phase !== 'PENDING',
      )
      return known
    },
  })
