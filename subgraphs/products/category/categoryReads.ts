import type { Queryable } from '@agora/database/transaction.ts'

import { idArray, number, read, text, type Row } from '../database/read.ts'

/** A category as it is kept. */
export interface Category {
  readonly id: string
  readonly parentId: string | null
  /** Ids from the root down to this category, itself included. */
  readonly path: readonly string[]
  readonly slug: string
  readonly name: string
  readonly description: string
  readonly position: number
  readonly version: number
}

/** The columns that toCategory reads, of a table aliased `c`. */
export const CATEGORY_COLUMNS = 'c.id, c.parent_id, c.path, c.slug, c.name, c.description, c.position, c.version'

const byId = { name: 'category_by_id', text: `SELECT ${CATEGORY_COLUMNS} FROM category c WHERE c.id = ANY ($1::text[])` }
const bySlug = { name: 'category_by_slug', text: `SELECT ${CATEGORY_COLUMNS} FROM category c WHERE c.slug = ANY ($1::text[])` }

/** A category from a row of CATEGORY_COLUMNS. */
export function toCategory(row: Row): Category {
  return {
    id: text(row, 0),
    parentId: row[1] ?? null,
    path: idArray(row, 2),
    slug: text(row, 3),
    name: text(row, 4),
    description: text(row, 5),
    position: number(row, 6),
    version: number(row, 7),
  }
}

/** Categories by id. */
export async function categoriesById(database: Queryable, ids: readonly string[]): Promise<Category[]> {
  return (await read(database, byId, [ids])).map(toCategory)
}

/** Categories by slug. */
export async function categoriesBySlug(database: Queryable, slugs: readonly string[]): Promise<Category[]> {
  return (await read(database, bySlug, [slugs])).map(toCategory)
}
