import { fail, ok, type Result } from '@agora/errors/result.ts'

import type { Line, Piece, Shortage } from './stockCommand.ts'

/** How many pieces of one variant can be had in each location, by the location's id in its order. */
export type Places = ReadonlyMap<string, number>

/**
 * Says from where each line is taken. All of the order comes from one location if one has it all; else each line from the first location that has all
 * of it; else from the fullest ones, so that the parcels are few. Nothing here is left to chance: the same stock gives the same answer.
 */
export function spread(lines: readonly Line[], placesOf: (variantId: string) => Places): Result<Piece[], Shortage[]> {
  const shortages = lines.flatMap(({ variantId, quantity }) => {
    const available = totalOf(placesOf(variantId))
    return available < quantity ? [{ variantId, wanted: quantity, available }] : []
  })
  if (shortages.length > 0) return fail(shortages)
  const has = (locationId: string, { variantId, quantity }: Line): boolean => (placesOf(variantId).get(locationId) ?? 0) >= quantity
  const [first] = lines
  const candidates = first === undefined ? [] : [...placesOf(first.variantId).keys()]
  const one = candidates.find((locationId) => lines.every((line) => has(locationId, line)))
  if (one !== undefined) return ok(lines.map((line) => ({ ...line, locationId: one })))
  return ok(lines.flatMap((line) => spreadLine(line, placesOf(line.variantId))))
}

function spreadLine({ variantId, quantity }: Line, places: Places): Piece[] {
  for (const [locationId, available] of places) if (available >= quantity) return [{ variantId, locationId, quantity }]
  const pieces: Piece[] = []
  let left = quantity
  for (const [locationId, available] of [...places].toSorted(([, a], [, b]) => b - a)) {
    const taken = Math.min(left, available)
    if (taken > 0) pieces.push({ variantId, locationId, quantity: taken })
    left -= taken
  }
  return pieces
}

/** The pieces over all locations. */
export function totalOf(places: Places): number {
  let total = 0
  for (const available of places.values()) total += available
  return total
}
