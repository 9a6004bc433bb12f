import { ok, type Result } from '@agora/errors/result.ts'
import type { CurrencyCode } from '@agora/money/money.ts'

import { reckonOrder, type PricedPieces, type ReckonRefusal } from './reckonOrder.ts'
import { storedTotals, type StoredTotals } from './storedTotals.ts'
import type { Tariffs } from './tariffs.ts'

/** What a buyer wants, as far as its price depends on it. */
export interface OrderToPrice {
  readonly currency: CurrencyCode
  readonly lines: readonly PricedPieces[]
  readonly destination: { readonly countryCode: string; readonly region: string | null }
  readonly shippingMethodId: string
}

/** What it costs, as `order.placed` carries it, and how it travels. */
export interface PricedOrder {
  readonly totals: StoredTotals
  readonly shippingMethodCode: string
}

/** Prices orders by the tariffs of this moment. */
export function createPriceOrder(tariffs: Tariffs, clock: () => Date): (order: OrderToPrice) => Promise<Result<PricedOrder, ReckonRefusal>> {
  return async ({ currency, lines, destination, shippingMethodId }) => {
    const tariff = await tariffs.of(destination.countryCode)
    const reckoned = reckonOrder(tariff, { currencyCode: currency, lines, region: destination.region, shippingMethodId, at: clock() })
    if (!reckoned.ok) return reckoned
    const { totals, shippingMethod } = reckoned.value
    if (shippingMethod === null) throw new TypeError('An order was reckoned without its shipping')
    return ok({ totals: storedTotals(totals), shippingMethodCode: shippingMethod.code })
  }
}
