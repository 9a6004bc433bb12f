import assert from 'node:assert/strict'
import { before, test } from 'node:test'

import { createGraphqlClient, type GraphqlClient } from '@agora/testkit/graphqlClient.ts'

import { newCustomer } from '../people.ts'
import { graphqlUrl } from '../stack.ts'
import { statementsOf } from './statementCount.ts'

const anybody = createGraphqlClient(graphqlUrl)

/** Crosses users (`me`), orders (`cart`, `shippingClass`) and products (`variant`, `product`, `category`). */
const CART = `{ me { id displayName cart { id subtotal { decimal } lines {
  quantity unitPrice { decimal } variant { id sku name shippingClass availability product { id name slug category { name } } } } } } }`
const LIST = `query ($first: Int!) { products(first: $first, sort: NAME) { nodes {
  id name availability category { name } priceRange(currency: EUR) { min { decimal } } variants { id sku price(currency: EUR) { decimal } shippingClass } } } }`
const NODES = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Product { name category { name } } } }'
const ADD = 'mutation ($variantId: ID!) { addCartItem(input: { variantId: $variantId, currencyCode: EUR }) { userErrors { code message } } }'

const SHELF = `{ products(first: 100, sort: NAME, filter: { inStock: true }) { nodes {
  id variants { id availability price(currency: EUR) { decimal } } } } }`

interface Shelf {
  readonly products: {
    readonly nodes: readonly {
      readonly id: string
      readonly variants: readonly { readonly id: string; readonly availability: string; readonly price: object | null }[]
    }[]
  }
}
interface Cart {
  readonly me: { readonly cart: { readonly lines: readonly { readonly variant: { readonly product: { readonly id: string } } }[] } }
}

let products: readonly string[]
let variants: readonly string[]

before(async () => {
  const shelf = await anybody.data<Shelf>(SHELF)
  const sold = shelf.products.nodes.flatMap(({ id, variants: kinds }) => {
    const kind = kinds.find(({ availability, price }) => availability === 'IN_STOCK' && price !== null)
    return kind === undefined ? [] : [{ id, variant: kind.id }]
  })
  assert.ok(sold.length >= 50, 'The shop sells fewer than 50 products: is it seeded?')
  products = sold.slice(0, 50).map(({ id }) => id)
  variants = sold.slice(0, 50).map(({ variant }) => variant)
})

/** A new customer with this many products in the cart. */
async function customerWith(count: number): Promise<GraphqlClient> {
  const { client } = await newCustomer()
  for (const variantId of variants.slice(0, count)) {
    const { addCartItem } = await client.data<{ addCartItem: { userErrors: readonly unknown[] } }>(ADD, { variantId })
    assert.deepEqual(addCartItem.userErrors, [])
  }
  return client
}

test('50 products across three subgraphs take as many statements as 5', async () => {
  const [few, many] = [await customerWith(5), await customerWith(50)]
  const { me } = await many.data<Cart>(CART)
  assert.deepEqual(me.cart.lines.map(({ variant }) => variant.product.id).toSorted(), products.toSorted())
  const [ofFew, ofMany] = [await statementsOf(() => few.data(CART)), await statementsOf(() => many.data(CART))]
  assert.deepEqual(ofFew, { users: 1, products: 5, orders: 1 })
  assert.deepEqual(ofMany, ofFew)
})

test('a list of 50 products with variants, prices and shipping classes takes as many statements as one of 5', async () => {
  const ofMany = await statementsOf(() => anybody.data(LIST, { first: 50 }))
  assert.deepEqual(ofMany, { users: 0, products: 6, orders: 0 })
  assert.deepEqual(await statementsOf(() => anybody.data(LIST, { first: 5 })), ofMany)
})

test('50 ids asked for by nodes take as many statements as 5', async () => {
  const ofMany = await statementsOf(() => anybody.data(NODES, { ids: products }))
  assert.deepEqual(ofMany, { users: 0, products: 3, orders: 0 })
  assert.deepEqual(await statementsOf(() => anybody.data(NODES, { ids: products.slice(0, 5) })), ofMany)
})
