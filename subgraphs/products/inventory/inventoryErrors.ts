import { fault, type Fault } from '../inputs/parse.ts'

/** Why a change of stock or of a location is refused: `InventoryErrorCode` of the graph. */
export type InventoryErrorCode =
  | 'INVALID_INPUT'
  | 'VARIANT_NOT_FOUND'
  | 'LOCATION_NOT_FOUND'
  | 'STALE_QUANTITY'
  | 'INSUFFICIENT_STOCK'
  | 'CODE_TAKEN'
  | 'IDEMPOTENCY_KEY_REUSED'

/** A refusal of this family. */
export type InventoryFault = Fault<InventoryErrorCode>

/** What the constraints on stock mean. */
export const stockConstraints = {
  stock_variant_id_fkey: fault('VARIANT_NOT_FOUND', 'There is no such variant', 'variantId'),
  stock_location_id_fkey: fault('LOCATION_NOT_FOUND', 'There is no such location', 'locationId'),
} as const
