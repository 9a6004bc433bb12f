import type { ShippingMethod } from '../shippingMethods/shippingMethod.ts'
import type { TaxRate } from '../tax/taxRate.ts'

/** What taxing and bringing goods costs in a country, whatever they are. */
export interface Tariff {
  readonly countryCode: string
  /** Those of every region, also those that hold no longer or not yet. */
  readonly taxRates: readonly TaxRate[]
  /** Those that go there, in the order in which they are shown. */
  readonly shippingMethods: readonly ShippingMethod[]
}
