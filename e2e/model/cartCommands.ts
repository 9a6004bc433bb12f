import assert from 'node:assert/strict'

import { addToCart } from '../buyer.ts'
import { command, type ShopCommand } from './command.ts'
import { codesOf, restock } from './shop.ts'
import { waiting, type Kind } from './shopModel.ts'

const CART = '{ cart { lines { id version variantId } } }'
const CHANGE = 'mutation ($input: UpdateCartLineInput!) { answer: updateCartLine(input: $input) { userErrors { code } } }'

interface Lines {
  readonly cart: { readonly lines: readonly { readonly id: string; readonly version: number; readonly variantId: string }[] } | null
}

/** Puts pieces into the cart. */
export const add = (kind: Kind, pieces: number): ShopCommand =>
  command({
    told: `add ${pieces} of ${kind}`,
    when: (model) => waiting(model) === undefined,
    async run(model, { buyer, variants }) {
      await addToCart(buyer, variants[kind], pieces)
      model.cart[kind] += pieces
      return undefined
    },
  })

/** Wants another number of pieces. */
export const change = (kind: Kind, pieces: number): ShopCommand =>
  command({
    told: `change ${kind} to ${pieces}`,
    when: (model) => waiting(model) === undefined && model.cart[kind] > 0,
    async run(model, { buyer, variants }) {
      const { cart } = await buyer.data<Lines>(CART)
      const line = cart?.lines.find(({ variantId }) => variantId === variants[kind])
      assert.ok(line, 'the cart has lost a line')
      assert.deepEqual(await codesOf(buyer, CHANGE, { lineId: line.id, quantity: pieces, expectedVersion: line.version }), [])
      model.cart[kind] = pieces
      return undefined
    },
  })

/** A delivery comes in. */
export const receive = (kind: Kind, pieces: number): ShopCommand =>
  command({
    told: `receive ${pieces} of ${kind}`,
    async run(model, shop) {
      assert.deepEqual(await restock(shop, kind, { delta: pieces }), [])
      model.onHand[kind] += pieces
      return undefined
    },
  })
