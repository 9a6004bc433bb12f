import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { newId } from '@agora/ids/typeId.ts'
import { quote } from '@agora/rpc/methods/quote.ts'

import { addLocation, addProduct, addStock } from '../testing/fixtures.ts'
import { startProductsStack, type ProductsStack } from '../testing/productsStack.ts'

let stack: ProductsStack
before(async () => {
  stack = await startProductsStack()
})
after(() => stack.stop())

const options = { timeoutMs: 5_000, requestId: 'req-1' }

test('tells orders the price in one currency and what is available over all locations, by one statement', async () => {
  const caller = stack.caller('orders')
  const here = await addLocation(stack)
  const there = await addLocation(stack)
  const { id, variantIds } = await addProduct(stack, { prices: [{ USD: '1000', EUR: '900' }, { USD: '2000' }] })
  await stack.change('defineAttribute', { key: 'tax_category', label: 'Tax category', kind: 'TEXT', facet: false }, 'userErrors { code }')
  const draft = await addProduct(stack, { published: false, attributes: [{ key: 'tax_category', text: 'REDUCED' }] })
  const [both = '', dollars = ''] = variantIds
  await addStock(stack, both, { locationId: here, quantity: 3 })
  await addStock(stack, both, { locationId: there, quantity: 4 })
  stack.statements()
  const asked = [both, dollars, draft.variantIds[0] ?? '', newId('Variant'), 'nonsense']
  const answer = await caller.call(quote, { variantIds: asked, currency: 'EUR' }, options)
  assert.equal(stack.statements().length, 1)
  const quotes = answer.ok
    ? answer.value.quotes.map(({ sku: _sku, ...rest }) => rest).toSorted((a, b) => asked.indexOf(a.variantId) - asked.indexOf(b.variantId))
    : answer
  assert.deepEqual(quotes, [
    { variantId: both, productId: id, available: 7, published: true, unitPriceMinor: '900', packedWeightGrams: 150, taxCategory: '' },
    { variantId: dollars, productId: id, available: 0, published: true, unitPriceMinor: null, packedWeightGrams: 150, taxCategory: '' },
    {
      variantId: draft.variantIds[0],
      productId: draft.id,
      available: 0,
      published: false,
      unitPriceMinor: null,
      packedWeightGrams: 150,
      taxCategory: 'REDUCED',
    },
  ])
})

test('refuses more than a hundred variants, and every process but orders', async () => {
  const many = await stack.caller('orders').call(quote, { variantIds: Array.from({ length: 101 }, () => newId('Variant')), currency: 'EUR' }, options)
  assert.equal(!many.ok && many.error.code, 'invalid_argument')
  const stranger = await stack.caller('router').call(quote, { variantIds: [newId('Variant')], currency: 'EUR' }, options)
  assert.equal(!stranger.ok && stranger.error.code, 'permission_denied')
})
