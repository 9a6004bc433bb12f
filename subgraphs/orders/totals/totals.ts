import type { CurrencyCode } from '@agora/money/money.ts'

/** One step on the way from lines to total. */
export interface TotalStep {
  readonly kind: 'LINES' | 'DISCOUNT' | 'SHIPPING' | 'TAX'
  /** What it is about: a discount, a shipping method, a tax; for lines `PRICE`. */
  readonly code: string
  /** The line it belongs to; null for the order as a whole. */
  readonly lineId: string | null
  /** Below zero for what is taken off. */
  readonly amountMinor: bigint
  /** Contained in prices already: adds nothing to the total. */
  readonly included: boolean
  /** Parts per million, for a tax. */
  readonly ratePpm: number | null
}

/** What something costs, and why. `totalMinor` is the sum of all steps that are not included. */
export interface Totals {
  readonly currencyCode: CurrencyCode
  /** Prices times quantities. */
  readonly linesMinor: bigint
  /** What was taken off, as an amount of at least zero. */
  readonly discountMinor: bigint
  readonly shippingMinor: bigint
  /** All taxes, those that prices contain among them. */
  readonly taxMinor: bigint
  readonly totalMinor: bigint
  readonly steps: readonly TotalStep[]
}

/** The sum of some amounts. */
export const sumOf = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n)

/** What the steps add to the total. */
export const added = (steps: readonly TotalStep[]): bigint => sumOf(steps.filter(({ included }) => !included).map(({ amountMinor }) => amountMinor))
