/** What this domain is told of a variant: its sku by a line, its weight by the router. Resolves the SDL type Variant. */
export interface VariantFacts {
  readonly id: string
  readonly sku?: string
  /** There whenever `shippingClass` is asked for, because the field requires it. */
  readonly packedWeightGrams?: number | undefined
}
