import { z } from 'zod'

import { toConnection, type Connection, type Page } from '@agora/subgraph-kit/connection.ts'

/** A connection over a list that is bounded and at hand. `totalCount` is its length. */
export type ListConnection<Row> = Connection<Row> & { readonly totalCount: number }

/** The position of a moment and an id, as a cursor from outside may say it: neither a year that PostgreSQL refuses, nor a character. */
export const momentAndId = z.tuple([z.iso.datetime().regex(/^[12]/), z.string().regex(/^[a-z0-9_]{1,64}$/)])

/**
 * Cuts a page out of a list that is sorted by the order of the page.
 * @param compare tells how two positions stand to each other in that order, as for Array.sort
 */
export function listPage<Row, Values extends readonly (string | number | boolean | null)[]>(
  rows: readonly Row[],
  page: Page<Row, Values>,
  compare: (one: Values, other: Values) => number,
): ListConnection<Row> {
  const { position, direction, order, fetch } = page
  const directed = direction === 'forward' ? rows : [...rows].reverse()
  const sign = direction === 'forward' ? 1 : -1
  const beyond = position === null ? directed : directed.filter((row) => sign * compare(order.positionOf(row), position) > 0)
  return { ...toConnection(beyond.slice(0, fetch), page), totalCount: rows.length }
}

/** How moments written as ISO 8601 and ids stand to each other when the oldest comes first. */
export function oldestFirst([at, id]: readonly [string, string], [otherAt, otherId]: readonly [string, string]): number {
  if (at !== otherAt) return at < otherAt ? -1 : 1
  return id < otherId ? -1 : Number(id > otherId)
}
