import type { TaxRule } from '../totals/basket.ts'

/** How something is taxed somewhere, for some time. */
export interface TaxRate extends TaxRule {
  readonly id: string
  /** ISO 3166-1 alpha-2. */
  readonly countryCode: string
  /** State or province, in capitals; null for the whole country. */
  readonly region: string | null
  /** A tax category of products, or `SHIPPING`; null for everything. */
  readonly category: string | null
  readonly validFrom: Date
  /** The first moment at which it no longer holds. */
  readonly validTo: Date | null
  readonly version: number
  readonly createdAt: Date
  readonly updatedAt: Date
}

/** The category of what products put in none. */
export const STANDARD = 'STANDARD'
/** The category of bringing things. */
export const SHIPPING = 'SHIPPING'

/** What is to be taxed, where and when. */
export interface Taxed {
  /** In any spelling of letters. */
  readonly region: string | null
  readonly category: string
  readonly at: Date
}

/** Regions are compared in capitals. */
export const regionKey = (region: string | null): string | null => region?.trim().toUpperCase() ?? null

/**
 * The rate for something among those of its country: one that names its region before one that does not, then one that names its category before
 * one that does not. Null when nothing fits: then it is not taxed.
 */
export function bestRate(rates: readonly TaxRate[], { region, category, at }: Taxed): TaxRate | null {
  const here = regionKey(region)
  const fitting = rates.filter(
    (rate) =>
      rate.validFrom <= at &&
      (rate.validTo === null || at < rate.validTo) &&
      (rate.region === null || rate.region === here) &&
      (rate.category === null || rate.category === category),
  )
  return fitting.toSorted((a, b) => specificity(b) - specificity(a))[0] ?? null
}

const specificity = ({ region, category }: TaxRate): number => (region === null ? 0 : 2) + (category === null ? 0 : 1)

/** What a total needs of a rate. */
export const ruleOf = ({ code, ratePpm, inclusive, rounding, roundedPer }: TaxRate): TaxRule => ({ code, ratePpm, inclusive, rounding, roundedPer })
