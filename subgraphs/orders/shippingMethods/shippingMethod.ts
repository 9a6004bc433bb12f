import type { CurrencyCode } from '@agora/money/money.ts'

import type { ShippingClass } from '../shipping/shippingClass.ts'

/** A way of bringing things. */
export interface ShippingMethod {
  readonly id: string
  /** Names it on orders, such as `EXPRESS`. */
  readonly code: string
  readonly name: string
  readonly active: boolean
  /** ISO 3166-1 alpha-2; empty for everywhere. */
  readonly countryCodes: readonly string[]
  /** The classes of goods that it takes. */
  readonly classes: readonly ShippingClass[]
  readonly minWeightGrams: number
  readonly maxWeightGrams: number | null
  /** Lowest first. */
  readonly position: number
  readonly rates: readonly ShippingRate[]
  readonly version: number
  readonly createdAt: Date
  readonly updatedAt: Date
}

/** What a method costs in one currency. */
export interface ShippingRate {
  readonly currencyCode: CurrencyCode
  readonly baseMinor: bigint
  /** What each begun step of weight adds. */
  readonly perWeight: { readonly stepGrams: number; readonly minor: bigint } | null
  /** From this much goods on it costs nothing. */
  readonly freeFromMinor: bigint | null
  readonly minSubtotalMinor: bigint
  readonly maxSubtotalMinor: bigint | null
}
