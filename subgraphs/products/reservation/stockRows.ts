import { number, text, type Row } from '../database/read.ts'
import type { Piece } from './stockCommand.ts'

// Rows of: order (null where it is stock itself), variant, location, pieces.

/** What of each order lies where. */
export const piecesByOrder = (rows: readonly Row[]): Map<string, Piece[]> => grouped(rows, 0, (of) => of.map(pieceOf))

/** How much of each variant can be had where. */
export const placesByVariant = (rows: readonly Row[]): Map<string, Map<string, number>> =>
  grouped(rows, 1, (of) => new Map(of.map(pieceOf).map(({ locationId, quantity }) => [locationId, quantity])))

const pieceOf = (row: Row): Piece => ({ variantId: text(row, 1), locationId: text(row, 2), quantity: number(row, 3) })

function grouped<Value>(rows: readonly Row[], column: number, valueOf: (rows: readonly Row[]) => Value): Map<string, Value> {
  return new Map([...Map.groupBy(rows, (row) => text(row, column))].map(([key, of]) => [key, valueOf(of)]))
}
