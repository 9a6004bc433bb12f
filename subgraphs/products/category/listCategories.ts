import { z } from 'zod'

import type { Queryable } from '@agora/database/transaction.ts'
import { isId } from '@agora/ids/typeId.ts'
import type { ListOrder, Page } from '@agora/subgraph-kit/connection.ts'

import { number, read, text } from '../database/read.ts'
import { CATEGORY_COLUMNS, toCategory, type Category } from './categoryReads.ts'

/** Where a category stands among its siblings. */
export type SiblingPosition = readonly [position: number, id: string]
type SiblingPage = Page<Category, SiblingPosition>

/** In the order that the staff gave them; the cursor belongs to one parent, or to the roots. */
export const siblingOrder = (parentId: string | null): ListOrder<Category, SiblingPosition> => ({
  name: `categories ${parentId ?? ''}`,
  values: z.tuple([z.int().min(0).max(10_000), z.string().refine((id) => isId('Category', id))]),
  positionOf: ({ position, id }) => [position, id],
})

const BEYOND = '($2::int IS NULL OR (c.position, c.id) > ($2, $3::text)) ORDER BY c.position, c.id LIMIT $4'
const roots = {
  name: 'category_roots',
  text: `SELECT ${CATEGORY_COLUMNS} FROM category c WHERE c.parent_id IS NULL AND $1::text IS NULL AND ${BEYOND}`,
}
const children = {
  name: 'category_children',
  text: `SELECT each.* FROM unnest($1::text[]) AS list(id) CROSS JOIN LATERAL (SELECT ${CATEGORY_COLUMNS} FROM category c WHERE c.parent_id = list.id AND ${BEYOND}) each`,
}
const count = { name: 'category_count', text: 'SELECT parent_id, count(*) FROM category WHERE parent_id = ANY ($1::text[]) GROUP BY parent_id' }
const countRootsText = { name: 'category_count_roots', text: 'SELECT count(*) FROM category WHERE parent_id IS NULL' }

/** One page of the roots. */
export async function listRoots(database: Queryable, { position, fetch }: SiblingPage): Promise<Category[]> {
  return (await read(database, roots, [null, position?.[0] ?? null, position?.[1] ?? null, fetch])).map(toCategory)
}

/** The same page of the children of each of several categories. */
export async function listChildren(database: Queryable, parentIds: readonly string[], { position, fetch }: SiblingPage): Promise<Category[]> {
  return (await read(database, children, [parentIds, position?.[0] ?? null, position?.[1] ?? null, fetch])).map(toCategory)
}

/** How many children categories have; those without any are absent. */
export async function countChildren(database: Queryable, parentIds: readonly string[]): Promise<{ readonly id: string; readonly count: number }[]> {
  return (await read(database, count, [parentIds])).map((row) => ({ id: text(row, 0), count: number(row, 1) }))
}

/** How many roots there are. */
export async function countRoots(database: Queryable): Promise<number> {
  const [row] = await read(database, countRootsText, [])
  return row === undefined ? 0 : number(row, 0)
}
