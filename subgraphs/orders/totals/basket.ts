import type { CurrencyCode } from '@agora/money/money.ts'

import type { RoundingMode } from './rounding.ts'

/** A whole: what a rate in parts per million is a part of. */
export const MILLION = 1_000_000n

/** How a tax is reckoned. All of it is data: see ../tax. */
export interface TaxRule {
  /** Names the tax on the order, such as `DE-STANDARD`. */
  readonly code: string
  /** Parts per million: 190000 is 19 %. */
  readonly ratePpm: number
  /** Whether prices contain the tax already. */
  readonly inclusive: boolean
  readonly rounding: RoundingMode
  /** `LINE` rounds each line; `ORDER` rounds the sum of all that is taxed by this rule once, and shares it out. */
  readonly roundedPer: 'LINE' | 'ORDER'
}

/** So many pieces at a price. */
export interface BasketLine {
  readonly lineId: string
  readonly quantity: number
  readonly unitPriceMinor: bigint
  /** Null where nothing is taxed. */
  readonly tax: TaxRule | null
}

/** Something taken off: an amount, or a part of what is left, over all lines or over those that are named. */
export interface Discount {
  readonly code: string
  readonly off: { readonly amountMinor: bigint } | { readonly ppm: number }
  /** Null for all lines. */
  readonly lineIds: readonly string[] | null
}

/** What bringing it costs. */
export interface ShippingCharge {
  /** The code of the shipping method. */
  readonly code: string
  readonly amountMinor: bigint
  readonly tax: TaxRule | null
}

/** All that a total follows from, in one currency. */
export interface Basket {
  readonly currencyCode: CurrencyCode
  readonly lines: readonly BasketLine[]
  readonly discounts: readonly Discount[]
  /** Null before a method is chosen. */
  readonly shipping: ShippingCharge | null
}
