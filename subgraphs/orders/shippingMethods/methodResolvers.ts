import { z } from 'zod'

import { graphMoney, type GraphMoney } from '@agora/money/graphMoney.ts'
import { parsePage, toConnection } from '@agora/subgraph-kit/connection.ts'
import { readArguments } from '@agora/subgraph-kit/readInput.ts'

import type { Resolvers } from '../__generated__/resolvers.ts'
import type { OrdersContext } from '../context.ts'
import { countryCode, currencyCode } from '../staffChanges/inputFields.ts'
import { cartPieces } from '../totals/cartPieces.ts'
import { offersFor } from '../totals/reckonOrder.ts'
import { createShippingMethod, setShippingRates, updateShippingMethod, type Edited, type ShippingRequest } from './editShippingMethod.ts'
import type { ShippingMethod } from './shippingMethod.ts'
import { countMethods, listMethods, methodOrder } from './shippingMethodReads.ts'

/** A `ShippingOffer` of the graph. */
export interface ShippingOffer {
  readonly method: ShippingMethod
  readonly price: GraphMoney | null
}

const question = z.object({ countryCode, currencyCode })

async function offered(given: z.output<typeof question>, context: OrdersContext): Promise<ShippingOffer[]> {
  const { viewer, carts, commerce } = context
  const [tariff, cart] = await Promise.all([commerce.tariffs.of(given.countryCode), viewer.kind === 'anonymous' ? null : carts.ofOwner(viewer.sub)])
  const pieces = cart === null ? null : await cartPieces(cart, context)
  if (cart !== null && pieces?.ok && pieces.value.length > 0) {
    const purchase = { currencyCode: cart.currencyCode, lines: pieces.value, region: null, at: commerce.clock() }
    return offersFor(tariff, purchase).map(({ method, priceMinor }) => ({
      method,
      price: graphMoney({ amountMinor: priceMinor, currencyCode: cart.currencyCode }),
    }))
  }
  const currency = cart?.currencyCode ?? given.currencyCode
  const priced = tariff.shippingMethods.filter(({ rates }) => rates.some((rate) => rate.currencyCode === currency))
  return priced.map((method) => ({ method, price: null }))
}

async function edited({ commerce, viewer, requestId }: OrdersContext, edit: (request: ShippingRequest) => Edited) {
  const result = await edit({ pool: commerce.pool, clock: commerce.clock, viewer, requestId })
  commerce.tariffs.forget()
  return result.ok ? { shippingMethod: result.value, userErrors: [] } : { shippingMethod: null, userErrors: result.error }
}

/** Ways of bringing things. */
export const methodResolvers = {
  Query: {
    shippingMethods: (_, given, context) => offered(readArguments(question, given), context),
    async allShippingMethods(_, { first, after }, { commerce }) {
      const page = parsePage({ first, after }, methodOrder)
      return toConnection(await listMethods(commerce.pool, page), page)
    },
  },
  Mutation: {
    createShippingMethod: (_, { input }, context) => edited(context, (request) => createShippingMethod(request, input)),
    updateShippingMethod: (_, { input }, context) => edited(context, (request) => updateShippingMethod(request, input)),
    setShippingRates: (_, { input }, context) => edited(context, (request) => setShippingRates(request, input)),
  },
  ShippingMethodConnection: { totalCount: (_, __, { commerce }) => countMethods(commerce.pool) },
  ShippingRate: {
    base: ({ baseMinor, currencyCode: currency }) => graphMoney({ amountMinor: baseMinor, currencyCode: currency }),
    stepGrams: ({ perWeight }) => perWeight?.stepGrams ?? null,
    perStep: ({ perWeight, currencyCode: currency }) =>
      perWeight === null ? null : graphMoney({ amountMinor: perWeight.minor, currencyCode: currency }),
    freeFrom: ({ freeFromMinor, currencyCode: currency }) =>
      freeFromMinor === null ? null : graphMoney({ amountMinor: freeFromMinor, currencyCode: currency }),
    minSubtotal: ({ minSubtotalMinor, currencyCode: currency }) => graphMoney({ amountMinor: minSubtotalMinor, currencyCode: currency }),
    maxSubtotal: ({ maxSubtotalMinor, currencyCode: currency }) =>
      maxSubtotalMinor === null ? null : graphMoney({ amountMinor: maxSubtotalMinor, currencyCode: currency }),
  },
} satisfies Resolvers
