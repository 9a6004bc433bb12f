import { z } from 'zod'

import { graphMoney } from '@agora/money/graphMoney.ts'
import { line } from '@agora/subgraph-kit/inputFields.ts'
import { readArguments } from '@agora/subgraph-kit/readInput.ts'

import type { Resolvers } from '../__generated__/resolvers.ts'
import type { Cart } from '../cart/cart.ts'
import type { OrdersContext } from '../context.ts'
import type { ShippingOffer } from '../shippingMethods/methodResolvers.ts'
import { countryCode, idOf } from '../staffChanges/inputFields.ts'
import { cartPieces, type UnpricedLine } from './cartPieces.ts'
import { offersFor, reckonOrder, type ReckonRefusal } from './reckonOrder.ts'
import type { Totals } from './totals.ts'

/** A `CartEstimate` of the graph. */
export interface CartEstimate {
  readonly totals: Totals | null
  readonly shippingMethods: readonly ShippingOffer[]
  readonly problems: readonly { readonly code: ProblemCode; readonly message: string; readonly lineId: string | null }[]
}
type ProblemCode = UnpricedLine['code'] | ReckonRefusal | 'CART_EMPTY'

const question = z.object({
  countryCode,
  region: line(1, 64).nullish(),
  shippingMethodId: idOf('ShippingMethod', 'shipping method').nullish(),
})

const sentences: Readonly<Record<ProblemCode, string>> = {
  CART_EMPTY: 'There is nothing in the cart',
  PRICING_UNAVAILABLE: 'Prices cannot be had at present',
  LINE_UNAVAILABLE: 'It is no longer sold',
  NOT_PRICED: 'It has no price in the currency of the cart',
  SHIPPING_METHOD_NOT_FOUND: 'Nothing is brought there in this way',
  SHIPPING_METHOD_NOT_ELIGIBLE: 'This cart is not brought there in this way',
  AMOUNT_TOO_LARGE: 'The total is too large to reckon with',
}
const problem = (code: ProblemCode, lineId: string | null = null) => ({ code, message: sentences[code], lineId })

async function estimate(cart: Cart, given: z.output<typeof question>, context: OrdersContext): Promise<CartEstimate> {
  const unknown = { totals: null, shippingMethods: [] }
  if (cart.lines.length === 0) return { ...unknown, problems: [problem('CART_EMPTY')] }
  const [tariff, pieces] = await Promise.all([context.commerce.tariffs.of(given.countryCode), cartPieces(cart, context)])
  if (!pieces.ok) return { ...unknown, problems: pieces.error.map(({ code, line: { id } }) => problem(code, id)) }
  const { currencyCode } = cart
  const purchase = { currencyCode, lines: pieces.value, region: given.region ?? null, at: context.commerce.clock() }
  const shippingMethods = offersFor(tariff, purchase).map(({ method, priceMinor }) => ({
    method,
    price: graphMoney({ amountMinor: priceMinor, currencyCode }),
  }))
  const reckoned = reckonOrder(tariff, { ...purchase, shippingMethodId: given.shippingMethodId ?? null })
  return reckoned.ok
    ? { totals: reckoned.value.totals, shippingMethods, problems: [] }
    : { totals: null, shippingMethods, problems: [problem(reckoned.error)] }
}

const money = ({ currencyCode }: Totals, amountMinor: bigint) => graphMoney({ amountMinor, currencyCode })

/** What things cost, and why. */
export const totalsResolvers = {
  Cart: {
    estimate: (cart, given, context) => estimate(cart, readArguments(question, given), context),
  },
  OrderTotals: {
    lines: (totals) => money(totals, totals.linesMinor),
    discount: (totals) => money(totals, totals.discountMinor),
    shipping: (totals) => money(totals, totals.shippingMinor),
    tax: (totals) => money(totals, totals.taxMinor),
    total: (totals) => money(totals, totals.totalMinor),
    steps: (totals) => totals.steps.map(({ amountMinor, ...step }) => ({ ...step, amount: money(totals, amountMinor) })),
  },
} satisfies Resolvers
