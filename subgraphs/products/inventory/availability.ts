/** Whether something can be had, without saying how much there is. */
export type Availability = 'IN_STOCK' | 'LOW_STOCK' | 'OUT_OF_STOCK'

/** So many pieces or fewer are called low. */
const LOW_STOCK = 5

/** What customers are told of a quantity. */
export function availabilityOf(available: number): Availability {
  if (available <= 0) return 'OUT_OF_STOCK'
  return available <= LOW_STOCK ? 'LOW_STOCK' : 'IN_STOCK'
}
