import { codedError } from '@agora/errors/graphqlError.ts'
import { isId } from '@agora/ids/typeId.ts'
import { graphMoney, type GraphMoney } from '@agora/money/graphMoney.ts'
import type { Money } from '@agora/money/money.ts'

import type { Resolvers } from '../__generated__/resolvers.ts'
import type { OrdersContext } from '../context.ts'
import { totalQuantity, type Cart, type CartLine } from './cart.ts'
import { priceLine, subtotalOf, type LineWarning, type PricedLine } from './pricing.ts'

/** A `CartWarning` of the graph. */
export interface CartWarning {
  readonly code: LineWarning['code']
  readonly message: string
  readonly line: CartLine | null
  readonly from: GraphMoney | null
  readonly to: GraphMoney | null
  readonly available: number | null
}

const shownMoney = (money: Money | null): GraphMoney | null => (money === null ? null : graphMoney(money))

async function priced(line: CartLine, { quotes }: OrdersContext): Promise<PricedLine> {
  return priceLine(line, await quotes.of(line.variantId, line.currencyCode))
}

const pricedAll = ({ lines }: Cart, context: OrdersContext): Promise<PricedLine[]> => Promise.all(lines.map((line) => priced(line, context)))

function graphWarning(warning: LineWarning, line: CartLine | null): CartWarning {
  const { code, message } = warning
  const prices = warning.code === 'PRICE_CHANGED' ? { from: graphMoney(warning.from), to: graphMoney(warning.to) } : { from: null, to: null }
  return { code, message, line, ...prices, available: 'available' in warning ? warning.available : null }
}

/** Warnings of all lines; that the catalogue does not answer is said once, of the whole cart. */
async function cartWarnings(cart: Cart, context: OrdersContext): Promise<CartWarning[]> {
  const ofLines = await pricedAll(cart, context)
  const all = ofLines.flatMap(({ warnings }, nth) => warnings.map((warning) => graphWarning(warning, cart.lines[nth] ?? null)))
  const outage = all.find(({ code }) => code === 'PRICING_UNAVAILABLE')
  return outage === undefined ? all : [{ ...outage, line: null }, ...all.filter(({ code }) => code !== 'PRICING_UNAVAILABLE')]
}

/** Reading carts. */
export const cartResolvers = {
  Query: {
    cart: (_, __, { viewer, carts }) => (viewer.kind === 'anonymous' ? null : carts.ofOwner(viewer.sub)),
    cartById(_, { id }, { carts }) {
      if (!isId('Cart', id)) throw codedError('BAD_USER_INPUT', 'id: this is not the id of a cart')
      return carts.byId(id)
    },
  },
  Cart: {
    totalQuantity,
    subtotal: async (cart, _, context) => shownMoney(subtotalOf(cart.currencyCode, await pricedAll(cart, context))),
    warnings: (cart, _, context) => cartWarnings(cart, context),
  },
  CartLine: {
    variant: ({ variantId, sku }) => ({ id: variantId, sku }),
    unitPrice: async (line, _, context) => shownMoney((await priced(line, context)).unitPrice),
    lineTotal: async (line, _, context) => shownMoney((await priced(line, context)).lineTotal),
    available: async (line, _, context) => (await priced(line, context)).available,
    warnings: async (line, _, context) => (await priced(line, context)).warnings.map((warning) => graphWarning(warning, line)),
  },
  User: {
    cart: ({ id }, _, { carts }) => carts.ofOwner(id),
  },
} satisfies Resolvers
