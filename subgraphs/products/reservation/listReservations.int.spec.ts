import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { newId } from '@agora/ids/typeId.ts'
import { anonymous } from '@agora/security/viewer.ts'
import { customer, finance, guest, support } from '@agora/testkit/viewers.ts'

import { addLocation, addProduct, addStock } from '../testing/fixtures.ts'
import { codesOf, dataOf, startProductsStack, type ProductsStack } from '../testing/productsStack.ts'
import { EXPIRES_AT, stockClient, type StockClient } from '../testing/stockClient.ts'

let stack: ProductsStack
let stock: StockClient
before(async () => {
  stack = await startProductsStack()
  stock = stockClient(stack.caller('orders'))
})
after(() => stack.stop())

const query = `query ($id: ID!, $after: String) { variant(id: $id) {
  availability stock { available } reservations(first: 2, after: $after) { totalCount nodes { orderId quantity expiresAt location { code } } pageInfo { hasNextPage endCursor } }
} }`

interface Shown {
  readonly variant: {
    readonly availability: string
    readonly stock: readonly { readonly available: number }[]
    readonly reservations: {
      readonly totalCount: number
      readonly nodes: readonly {
        readonly orderId: string
        readonly quantity: number
        readonly expiresAt: string
        readonly location: { code: string }
      }[]
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
    }
  }
}

test('staff see for which orders a variant is held, and everybody sees what is left', async () => {
  const [id = ''] = (await addProduct(stack)).variantIds
  await addStock(stack, id, { locationId: await addLocation(stack), quantity: 9 })
  const orders = [newId('Order'), newId('Order'), newId('Order')]
  for (const [index, orderId] of orders.entries()) await stock.reserve(orderId, [{ variantId: id, quantity: index + 1 }])
  const seen: unknown[] = []
  let after: string | null = null
  do {
    const { variant }: Shown = dataOf(await stack.as(support())<Shown>(query, { id, after }))
    assert.deepEqual([variant.availability, variant.stock, variant.reservations.totalCount], ['LOW_STOCK', [{ available: 3 }], 3])
    for (const { orderId, quantity, expiresAt } of variant.reservations.nodes) seen.push([orderId, quantity, expiresAt])
    after = variant.reservations.pageInfo.hasNextPage ? variant.reservations.pageInfo.endCursor : null
  } while (after !== null)
  assert.deepEqual(
    seen,
    orders.map((orderId, index) => [orderId, index + 1, EXPIRES_AT]),
  )
  await stock.commit(orders[0] ?? '')
  await stock.release(orders[1] ?? '')
  const { variant } = dataOf(await stack.as(support())<Shown>(query, { id }))
  assert.deepEqual([variant.stock, variant.reservations.nodes.map(({ orderId }) => orderId)], [[{ available: 5 }], [orders[2]]])
})

test('nobody but those who read the stock sees its reservations', async () => {
  const [id = ''] = (await addProduct(stack)).variantIds
  const ask = '{ variant(id: "ID") { reservations { totalCount } } }'.replace('ID', id)
  for (const viewer of [anonymous, guest(), customer(), finance()]) {
    const answer = await stack.as(viewer)(ask)
    assert.deepEqual(codesOf(answer), ['FORBIDDEN'])
  }
})
