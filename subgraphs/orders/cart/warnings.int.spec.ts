import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'

import { add, change, readCart, type CartAnswer } from '../testing/cartDocuments.ts'
import { startOrdersStack, type OrdersStack } from '../testing/ordersStack.ts'

let stack: OrdersStack
before(async () => {
  stack = await startOrdersStack()
})
after(() => stack.stop())
beforeEach(() => {
  stack.catalogue.down = false
})

const warned = (cart: CartAnswer | null): string[] => (cart?.warnings ?? []).map(({ code }) => code)
const usd = (decimal: string) => ({ decimal, currencyCode: 'USD' })

test('a changed price is charged at once and warned of until it is acknowledged', async () => {
  const viewer = stack.newCustomer()
  const mug = stack.catalogue.add()
  const { lines, version } = await add(stack, viewer, { variantId: mug.id, quantity: 2 })
  mug.prices = { USD: '1250' }
  for (let read = 0; read < 2; read += 1) {
    const cart = await readCart(stack, viewer)
    assert.deepEqual(cart?.subtotal, usd('25.00'))
    assert.deepEqual(cart?.warnings, [{ code: 'PRICE_CHANGED', line: { id: lines[0]?.id }, from: usd('10.00'), to: usd('12.50'), available: null }])
  }
  const acknowledged = await change(stack, viewer, ['acknowledgeCartChanges', { expectedVersion: version }])
  assert.deepEqual([acknowledged.userErrors, warned(acknowledged.cart), warned(await readCart(stack, viewer))], [[], [], []])
})

test('acknowledging another state of the cart than the one read is refused and changes nothing', async () => {
  const viewer = stack.newCustomer()
  const mug = stack.catalogue.add()
  const { version } = await add(stack, viewer, { variantId: mug.id })
  await add(stack, viewer, { variantId: stack.catalogue.add().id })
  mug.prices = { USD: '1' }
  const before = await stack.snapshot()
  const refused = await change(stack, viewer, ['acknowledgeCartChanges', { expectedVersion: version }])
  assert.deepEqual([refused.userErrors.map(({ code }) => code), await stack.snapshot()], [['VERSION_CONFLICT'], before])
})

test('setting a quantity acknowledges the price of that line, adding pieces does not', async () => {
  const viewer = stack.newCustomer()
  const mug = stack.catalogue.add()
  await add(stack, viewer, { variantId: mug.id })
  mug.prices = { USD: '1100' }
  const more = await add(stack, viewer, { variantId: mug.id })
  assert.deepEqual(warned(more), ['PRICE_CHANGED'])
  const [line] = more.lines
  const { cart } = await change(stack, viewer, ['updateCartLine', { lineId: line?.id, quantity: 5, expectedVersion: line?.version }])
  assert.deepEqual([warned(cart), cart?.subtotal], [[], usd('55.00')])
})

test('stock that runs low is warned of with what is left, and never refuses', async () => {
  const viewer = stack.newCustomer()
  const mug = stack.catalogue.add({ available: 5 })
  const low = await add(stack, viewer, { variantId: mug.id, quantity: 4 })
  assert.deepEqual(
    low.warnings.map(({ code, available }) => [code, available]),
    [['LOW_STOCK', 5]],
  )
  const short = await add(stack, viewer, { variantId: mug.id, quantity: 4 })
  assert.deepEqual(
    short.warnings.map(({ code, available }) => [code, available]),
    [['INSUFFICIENT_STOCK', 5]],
  )
  assert.deepEqual(short.subtotal, usd('80.00'))
})

test('a variant that is withdrawn or gone leaves the line readable and the subtotal open', async () => {
  const viewer = stack.newCustomer()
  const [kept, hidden, gone] = [stack.catalogue.add(), stack.catalogue.add(), stack.catalogue.add()]
  for (const { id } of [kept, hidden, gone]) await add(stack, viewer, { variantId: id })
  hidden.published = false
  stack.catalogue.remove(gone.id)
  const cart = await readCart(stack, viewer)
  assert.deepEqual(
    cart?.lines.map(({ unitPrice, variant }) => [unitPrice, variant?.sku]),
    [
      [usd('10.00'), kept.sku],
      [null, hidden.sku],
      [null, gone.sku],
    ],
  )
  assert.deepEqual([cart?.subtotal, warned(cart)], [null, ['UNAVAILABLE', 'UNAVAILABLE']])
})

test('another currency prices the cart by its own prices, and names what has none in it', async () => {
  const viewer = stack.newCustomer()
  const mug = stack.catalogue.add()
  const lamp = stack.catalogue.add({ prices: { USD: '500' } })
  for (const { id } of [mug, lamp]) await add(stack, viewer, { variantId: id })
  const { cart, userErrors } = await change(stack, viewer, ['setCartCurrency', { currencyCode: 'EUR' }])
  assert.deepEqual([userErrors, cart?.currencyCode, cart?.subtotal, warned(cart)], [[], 'EUR', null, ['NOT_PRICED']])
  assert.deepEqual(
    cart?.lines.map(({ unitPrice }) => unitPrice),
    [{ decimal: '9.00', currencyCode: 'EUR' }, null],
  )
  mug.prices = { EUR: '800' }
  assert.deepEqual(warned(await readCart(stack, viewer)), ['PRICE_CHANGED', 'NOT_PRICED'])
})

test('while the catalogue fails a cart is readable without prices and says so once', async () => {
  const viewer = stack.newCustomer()
  const variants = [stack.catalogue.add(), stack.catalogue.add()]
  for (const { id } of variants) await add(stack, viewer, { variantId: id })
  stack.catalogue.down = true
  const cart = await readCart(stack, viewer)
  assert.deepEqual(
    cart?.lines.map(({ unitPrice, lineTotal, available, variant }) => [unitPrice, lineTotal, available, variant?.sku]),
    [
      [null, null, null, variants[0]?.sku],
      [null, null, null, variants[1]?.sku],
    ],
  )
  assert.deepEqual([cart?.subtotal, cart?.warnings], [null, [{ code: 'PRICING_UNAVAILABLE', line: null, from: null, to: null, available: null }]])
})

test('while the catalogue fails nothing that needs it is changed, and what does not need it is', async () => {
  const viewer = stack.newCustomer()
  const variantId = stack.catalogue.add().id
  const { version, lines } = await add(stack, viewer, { variantId, quantity: 3 })
  stack.catalogue.down = true
  const before = await stack.snapshot()
  const needy: [string, Record<string, unknown>][] = [
    ['addCartItem', { variantId, quantity: 1 }],
    ['setCartCurrency', { currencyCode: 'EUR' }],
    ['acknowledgeCartChanges', { expectedVersion: version }],
  ]
  for (const mutation of needy) {
    const { userErrors } = await change(stack, viewer, mutation)
    assert.deepEqual(
      userErrors.map(({ code }) => code),
      ['CATALOGUE_UNAVAILABLE'],
    )
  }
  assert.equal(await stack.snapshot(), before)
  const fewer = await change(stack, viewer, ['updateCartLine', { lineId: lines[0]?.id, quantity: 1, expectedVersion: 1 }])
  assert.deepEqual([fewer.userErrors, fewer.cart?.totalQuantity], [[], 1])
})

test('a catalogue that cannot be reached at all is like one that fails', async () => {
  const lonely = await startOrdersStack()
  try {
    const viewer = lonely.newGuest()
    const { id } = lonely.catalogue.add()
    await add(lonely, viewer, { variantId: id })
    await lonely.catalogue.stop()
    const cart = await readCart(lonely, viewer)
    assert.deepEqual([cart?.totalQuantity, cart?.subtotal, warned(cart)], [1, null, ['PRICING_UNAVAILABLE']])
    const { userErrors } = await change(lonely, viewer, ['addCartItem', { variantId: id, quantity: 1 }])
    assert.deepEqual(
      userErrors.map(({ code }) => code),
      ['CATALOGUE_UNAVAILABLE'],
    )
  } finally {
    await lonely.stop()
  }
})
