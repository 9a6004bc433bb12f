import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'

import { newId } from '@agora/ids/typeId.ts'

import { add, change, readCart } from '../testing/cartDocuments.ts'
import { startOrdersStack, type OrdersStack } from '../testing/ordersStack.ts'

let stack: OrdersStack
before(async () => {
  stack = await startOrdersStack()
})
after(() => stack.stop())
beforeEach(() => {
  stack.catalogue.down = false
  stack.catalogue.calls()
})

const codes = (payload: { readonly userErrors: readonly { readonly code: string }[] }): string[] => payload.userErrors.map(({ code }) => code)

test('a viewer has no cart until something is added', async () => {
  assert.equal(await readCart(stack, stack.newGuest()), null)
})

test('an item that is added is a line with its price, its total and the subtotal of the cart', async () => {
  const mug = stack.catalogue.add({ sku: 'MUG-BLUE', prices: { EUR: '1999' } })
  const cart = await add(stack, stack.newGuest(), { variantId: mug.id, quantity: 3, currencyCode: 'EUR' })
  const eur = (decimal: string) => ({ decimal, currencyCode: 'EUR' })
  assert.deepEqual(
    { ...cart, id: cart.id.slice(0, 4), lines: cart.lines.map((line) => ({ ...line, id: line.id.slice(0, 4) })) },
    {
      id: 'crt_',
      version: 2,
      currencyCode: 'EUR',
      totalQuantity: 3,
      expiresAt: '2026-11-24T12:00:00.000Z',
      subtotal: eur('59.97'),
      warnings: [],
      lines: [
        {
          id: 'cln_',
          variantId: mug.id,
          quantity: 3,
          version: 1,
          available: 99,
          unitPrice: eur('19.99'),
          lineTotal: eur('59.97'),
          variant: { id: mug.id, sku: 'MUG-BLUE' },
        },
      ],
    },
  )
})

test('adding the same variant again adds to its line, up to 99 pieces', async () => {
  const viewer = stack.newCustomer()
  const { id: variantId } = stack.catalogue.add()
  await add(stack, viewer, { variantId, quantity: 60 })
  const full = await add(stack, viewer, { variantId, quantity: 39 })
  assert.deepEqual(
    full.lines.map(({ quantity, version }) => [quantity, version]),
    [[99, 2]],
  )
  const before = await stack.snapshot()
  const refused = await change(stack, viewer, ['addCartItem', { variantId, quantity: 1 }])
  assert.deepEqual(refused.userErrors, [{ code: 'QUANTITY_TOO_LARGE', message: 'A line holds at most 99 pieces', field: ['input', 'quantity'] }])
  assert.equal(refused.cart?.totalQuantity, 99)
  assert.equal(await stack.snapshot(), before)
})

test('a cart holds 100 lines and no more, and what is in it can still grow', async () => {
  const viewer = stack.newCustomer()
  const variants = Array.from({ length: 101 }, () => stack.catalogue.add())
  for (const { id } of variants.slice(0, 100)) await add(stack, viewer, { variantId: id })
  const before = await stack.snapshot()
  assert.deepEqual(codes(await change(stack, viewer, ['addCartItem', { variantId: variants[100]?.id, quantity: 1 }])), ['CART_FULL'])
  assert.equal(await stack.snapshot(), before)
  const { lines, subtotal } = await add(stack, viewer, { variantId: variants[99]?.id ?? '' })
  assert.deepEqual([lines.length, lines[99]?.quantity, subtotal?.decimal], [100, 2, '1010.00'])
})

test('a cart of 100 lines is read with one statement and one call to the catalogue', async () => {
  const viewer = stack.newCustomer()
  for (let nth = 0; nth < 100; nth += 1) await add(stack, viewer, { variantId: stack.catalogue.add().id })
  stack.statements()
  stack.catalogue.calls()
  const cart = await readCart(stack, viewer)
  assert.equal(cart?.lines.length, 100)
  assert.deepEqual([stack.statements().length, stack.catalogue.calls()], [1, ['USD 100']])
})

test('without prices in the question the catalogue is not asked', async () => {
  const viewer = stack.newCustomer()
  await add(stack, viewer, { variantId: stack.catalogue.add().id })
  stack.catalogue.calls()
  await stack.as(viewer)('{ cart { totalQuantity lines { id quantity variant { sku } } } }')
  assert.deepEqual(stack.catalogue.calls(), [])
})

test('only what is on sale and priced in the currency of the cart can be added', async () => {
  const viewer = stack.newCustomer()
  const hidden = stack.catalogue.add({ published: false })
  const unpriced = stack.catalogue.add({ prices: { EUR: '100' } })
  const before = await stack.snapshot()
  for (const [variantId, code] of [
    [hidden.id, 'VARIANT_UNAVAILABLE'],
    [newId('Variant'), 'VARIANT_UNAVAILABLE'],
    [unpriced.id, 'NOT_PRICED'],
  ]) {
    const refused = await change(stack, viewer, ['addCartItem', { variantId, quantity: 1 }])
    assert.deepEqual([codes(refused), refused.cart], [[code], null])
  }
  assert.equal(await stack.snapshot(), before)
})

test('input out of bounds is refused by name, and changes nothing', async () => {
  const viewer = stack.newCustomer()
  const variantId = stack.catalogue.add().id
  const { id: lineId } = (await add(stack, viewer, { variantId })).lines[0] ?? {}
  const before = await stack.snapshot()
  const refused = async (name: string, input: Readonly<Record<string, unknown>>): Promise<unknown> => {
    const { userErrors } = await change(stack, viewer, [name, input])
    return userErrors.map(({ code, field }) => [code, field?.[1]])
  }
  for (const quantity of [-1, 0, 100, 2 ** 31 - 1])
    assert.deepEqual(await refused('addCartItem', { variantId, quantity }), [['INVALID_INPUT', 'quantity']])
  for (const id of [newId('Product'), lineId, '', '__proto__', "'; drop table carts; --"]) {
    assert.deepEqual(await refused('addCartItem', { variantId: id, quantity: 1 }), [['INVALID_INPUT', 'variantId']])
  }
  assert.deepEqual(await refused('updateCartLine', { lineId, quantity: 0, expectedVersion: 1 }), [['INVALID_INPUT', 'quantity']])
  assert.deepEqual(await refused('updateCartLine', { lineId: variantId, quantity: 1, expectedVersion: 1 }), [['INVALID_INPUT', 'lineId']])
  assert.deepEqual(await refused('updateCartLine', { lineId, quantity: 1, expectedVersion: 0 }), [['INVALID_INPUT', 'expectedVersion']])
  assert.deepEqual(await refused('removeCartLine', { lineId: variantId }), [['INVALID_INPUT', 'lineId']])
  assert.equal(await stack.snapshot(), before)
})

test('a quantity is set only by who has read the line as it is', async () => {
  const viewer = stack.newCustomer()
  const [line] = (await add(stack, viewer, { variantId: stack.catalogue.add().id })).lines
  const first = await change(stack, viewer, ['updateCartLine', { lineId: line?.id, quantity: 7, expectedVersion: 1 }])
  assert.deepEqual([first.userErrors, first.cart?.lines.map(({ quantity, version }) => [quantity, version])], [[], [[7, 2]]])
  const before = await stack.snapshot()
  const second = await change(stack, viewer, ['updateCartLine', { lineId: line?.id, quantity: 9, expectedVersion: 1 }])
  assert.deepEqual([codes(second), second.cart?.totalQuantity, await stack.snapshot()], [['VERSION_CONFLICT'], 7, before])
})

test('a line is removed once', async () => {
  const viewer = stack.newCustomer()
  const [line] = (await add(stack, viewer, { variantId: stack.catalogue.add().id })).lines
  const removed = await change(stack, viewer, ['removeCartLine', { lineId: line?.id }])
  assert.deepEqual([removed.userErrors, removed.cart?.lines, removed.cart?.subtotal], [[], [], { decimal: '0.00', currencyCode: 'USD' }])
  assert.deepEqual(codes(await change(stack, viewer, ['removeCartLine', { lineId: line?.id }])), ['LINE_NOT_FOUND'])
})

test('a cart is cleared only in the state that was read', async () => {
  const viewer = stack.newCustomer()
  const { version } = await add(stack, viewer, { variantId: stack.catalogue.add().id })
  await add(stack, viewer, { variantId: stack.catalogue.add().id })
  const before = await stack.snapshot()
  assert.deepEqual(codes(await change(stack, viewer, ['clearCart', { expectedVersion: version }])), ['VERSION_CONFLICT'])
  assert.equal(await stack.snapshot(), before)
  const cleared = await change(stack, viewer, ['clearCart', { expectedVersion: version + 1 }])
  assert.deepEqual([cleared.userErrors, cleared.cart?.lines], [[], []])
})

test('what needs a cart is refused to a viewer without one', async () => {
  const viewer = stack.newCustomer()
  const before = await stack.snapshot()
  const asked: [string, Record<string, unknown>][] = [
    ['clearCart', { expectedVersion: 1 }],
    ['acknowledgeCartChanges', { expectedVersion: 1 }],
    ['setCartCurrency', { currencyCode: 'EUR' }],
  ]
  for (const mutation of asked) assert.deepEqual(codes(await change(stack, viewer, mutation)), ['CART_NOT_FOUND'])
  assert.deepEqual(codes(await change(stack, viewer, ['updateCartLine', { lineId: newId('CartLine'), quantity: 1, expectedVersion: 1 }])), [
    'LINE_NOT_FOUND',
  ])
  assert.equal(await stack.snapshot(), before)
})
