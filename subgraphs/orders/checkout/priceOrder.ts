import type { Result } from '@agora/errors/result.ts'
import type { CurrencyCode } from '@agora/money/money.ts'

import type { DataOfEvent } from '../order/order.ts'

/** What a buyer wants, as far as its price depends on it. */
export interface OrderToPrice {
  readonly currency: CurrencyCode
  readonly lines: readonly {
    readonly lineId: string
    readonly variantId: string
    readonly quantity: number
    readonly unitPriceMinor: bigint
    readonly packedWeightGrams: number
    /** Empty when nobody set one. */
    readonly taxCategory: string
  }[]
  readonly destination: { readonly countryCode: string; readonly region: string | null; readonly postalCode: string }
  readonly shippingMethodId: string
}

/** What it costs, and how it travels. */
export interface PricedOrder {
  readonly totals: DataOfEvent<'order.placed'>['totals']
  readonly shippingMethodCode: string
}

/** Why it has no price. */
export type PricingRefusal = 'SHIPPING_METHOD_NOT_FOUND' | 'SHIPPING_METHOD_NOT_ELIGIBLE' | 'AMOUNT_TOO_LARGE'

/** Prices an order. The seam between the checkout and how totals, taxes and shipping come about. */
export type PriceOrder = (order: OrderToPrice) => Promise<Result<PricedOrder, PricingRefusal>>
