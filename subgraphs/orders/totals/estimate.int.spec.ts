import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { stableId } from '@agora/ids/stableId.ts'
import type { Principal } from '@agora/security/viewer.ts'
import { admin } from '@agora/testkit/viewers.ts'

import { loadTariffs } from '../../../prisma/orders/seed/loadTariffs.ts'
import { openingDay } from '../../../prisma/orders/seed/tariffs.ts'
import { add } from '../testing/cartDocuments.ts'
import { startOrdersStack, type OrdersStack } from '../testing/ordersStack.ts'

let stack: OrdersStack
before(async () => {
  stack = await startOrdersStack()
  await loadTariffs(stack.rows)
})
after(() => stack.stop())

const standard = stableId('ShippingMethod', 'STANDARD', openingDay.getTime())
const express = stableId('ShippingMethod', 'EXPRESS', openingDay.getTime())

interface Estimate {
  readonly totals: {
    readonly lines: { readonly decimal: string }
    readonly shipping: { readonly decimal: string }
    readonly tax: { readonly decimal: string }
    readonly total: { readonly decimal: string }
    readonly steps: readonly {
      readonly kind: string
      readonly code: string
      readonly amount: { readonly decimal: string }
      readonly included: boolean
      readonly ratePpm: number | null
    }[]
  } | null
  readonly problems: readonly { readonly code: string; readonly lineId: string | null }[]
}

async function estimate(viewer: Principal, given: string): Promise<Estimate | undefined> {
  const totals =
    'totals { lines { decimal } shipping { decimal } tax { decimal } total { decimal } steps { kind code amount { decimal } included ratePpm } }'
  const answer = await stack.as(viewer)<{ cart: { estimate: Estimate } }>(`{ cart { estimate(${given}) { ${totals} problems { code lineId } } } }`)
  if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors))
  return answer.data?.cart.estimate
}

const sums = (found: Estimate | undefined): (string | undefined)[] =>
  [found?.totals?.lines, found?.totals?.shipping, found?.totals?.tax, found?.totals?.total].map((amount) => amount?.decimal)

test('the same cart costs what the tariff of its destination says, and every step is told', async () => {
  const viewer = stack.newCustomer()
  await add(stack, viewer, { variantId: stack.catalogue.add().id, quantity: 2 })
  await add(stack, viewer, { variantId: stack.catalogue.add({ taxCategory: 'REDUCED' }).id })
  const california = await estimate(viewer, `countryCode: "US", region: "ca", shippingMethodId: "${standard}"`)
  assert.deepEqual(sums(california), ['30.00', '5.90', '2.18', '38.08'])
  assert.deepEqual(
    california?.totals?.steps.map(({ kind, code, amount, included, ratePpm }) => [kind, code, amount.decimal, included, ratePpm]).toSorted(),
    [
      ['LINES', 'PRICE', '10.00', false, null],
      ['LINES', 'PRICE', '20.00', false, null],
      ['SHIPPING', 'STANDARD', '5.90', false, null],
      ['TAX', 'US-CA', '0.73', false, 72_500],
      ['TAX', 'US-CA', '1.45', false, 72_500],
      ['TAX', 'US-CA-SHIPPING', '0.00', false, 0],
    ],
  )
  assert.deepEqual(sums(await estimate(viewer, 'countryCode: "US", region: "OR"')), ['30.00', '0.00', '0.00', '30.00'])
  // 20.00 and 5.90 contain 19 %, 10.00 contains 7 %.
  assert.deepEqual(sums(await estimate(viewer, `countryCode: "DE", shippingMethodId: "${standard}"`)), ['30.00', '5.90', '4.79', '35.90'])
})

test('why nothing can be told is told', async () => {
  const viewer = stack.newCustomer()
  const gone = stack.catalogue.add()
  const heavy = stack.catalogue.add({ packedWeightGrams: 40_000 })
  const cart = await add(stack, viewer, { variantId: gone.id })
  stack.catalogue.remove(gone.id)
  assert.deepEqual(await estimate(viewer, 'countryCode: "DE"'), { totals: null, problems: [{ code: 'LINE_UNAVAILABLE', lineId: cart.lines[0]?.id }] })
  stack.catalogue.down = true
  assert.deepEqual(
    (await estimate(viewer, 'countryCode: "DE"'))?.problems.map(({ code }) => code),
    ['PRICING_UNAVAILABLE'],
  )
  stack.catalogue.down = false
  const other = stack.newCustomer()
  await add(stack, other, { variantId: heavy.id })
  assert.deepEqual((await estimate(other, `countryCode: "DE", shippingMethodId: "${express}"`))?.problems, [
    { code: 'SHIPPING_METHOD_NOT_ELIGIBLE', lineId: null },
  ])
  await stack.as(other)('mutation { clearCart(input: { expectedVersion: 2 }) { userErrors { code } } }')
  assert.deepEqual((await estimate(other, 'countryCode: "DE"'))?.problems, [{ code: 'CART_EMPTY', lineId: null }])
})

test('a changed rate counts at once in the process that changed it', async () => {
  const viewer = stack.newCustomer()
  await add(stack, viewer, { variantId: stack.catalogue.add().id })
  assert.deepEqual(sums(await estimate(viewer, 'countryCode: "CN"'))[2], '1.15')
  const id = stableId('TaxRate', 'CN-STANDARD', openingDay.getTime())
  await stack.as(admin())(
    `mutation { updateTaxRate(input: { id: "${id}", expectedVersion: 1, inclusive: false, ratePpm: 100000 }) { userErrors { code } } }`,
  )
  assert.deepEqual(sums(await estimate(viewer, 'countryCode: "CN"')), ['10.00', '0.00', '1.00', '11.00'])
})
