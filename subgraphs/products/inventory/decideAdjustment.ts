import { fail, ok, type Result } from '@agora/errors/result.ts'

import { fault } from '../inputs/parse.ts'
import type { InventoryFault } from './inventoryErrors.ts'

/** The most pieces that may lie in one place. */
export const MAX_QUANTITY = 1_000_000

/** What an adjustment is decided on. */
export interface Adjustment {
  readonly onHand: number
  readonly reserved: number
  /** What the caller believes to be on hand. */
  readonly expectedQuantity: number
  /** Where to: one of both. */
  readonly to: { readonly delta: number } | { readonly newQuantity: number }
}

/** How far the stock moves, zero included, unless the caller's belief is stale or there would be too few. */
export function decideAdjustment({ onHand, reserved, expectedQuantity, to }: Adjustment): Result<number, InventoryFault> {
  if (onHand !== expectedQuantity)
    return fail(fault('STALE_QUANTITY', `There are ${onHand} on hand, not ${expectedQuantity}: read it again`, 'expectedQuantity'))
  const field = 'delta' in to ? 'delta' : 'newQuantity'
  const target = 'delta' in to ? onHand + to.delta : to.newQuantity
  if (target < reserved) {
    const held = reserved === 0 ? 'fewer than none' : `fewer than the ${reserved} that are promised to orders`
    return fail(fault('INSUFFICIENT_STOCK', `There would be ${held}`, field))
  }
  if (target > MAX_QUANTITY) return fail(fault('INVALID_INPUT', `At most ${MAX_QUANTITY.toLocaleString('en')} pieces lie in one place`, field))
  return ok(target - onHand)
}
