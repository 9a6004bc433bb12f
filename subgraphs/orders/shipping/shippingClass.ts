/** How a variant travels; the enum `ShippingClass` of the graph. */
export type ShippingClass = 'PARCEL' | 'BULKY' | 'FREIGHT'

/** What one person carries and parcel services take, in grams. */
const PARCEL_UP_TO_GRAMS = 31_500
/** What two people carry, in grams. */
const BULKY_UP_TO_GRAMS = 250_000

/** How a variant of this packed weight, in grams, travels. */
export function shippingClassOf(packedWeightGrams: number): ShippingClass {
  if (packedWeightGrams <= PARCEL_UP_TO_GRAMS) return 'PARCEL'
  return packedWeightGrams <= BULKY_UP_TO_GRAMS ? 'BULKY' : 'FREIGHT'
}
