import type { Queryable } from '@agora/database/transaction.ts'
import { ok, type Result } from '@agora/errors/result.ts'
import { isId } from '@agora/ids/typeId.ts'

import { refuse } from '../changes/change.ts'
import { read } from '../database/read.ts'
import { fault } from '../inputs/parse.ts'
import type { CategoryFault } from './categoryErrors.ts'
import { CATEGORY_COLUMNS, toCategory, type Category } from './categoryReads.ts'

const tree = { name: 'category_lock_tree', text: 'SELECT pg_advisory_xact_lock(category_tree_lock())::text' }
const one = { name: 'category_lock', text: `SELECT ${CATEGORY_COLUMNS} FROM category c WHERE c.id = $1 FOR UPDATE` }

/**
 * Keeps the shape of the tree to this transaction: moves and deletions wait for each other, and for those who create.
 * Taken before anything is read, so that what is read then is what the one before left.
 */
export async function lockTree(client: Queryable): Promise<void> {
  await read(client, tree, [])
}

/** The category, held until the transaction ends, if it still is at this version. */
export async function lockCategory(client: Queryable, id: string, expectedVersion: number): Promise<Result<Category, readonly CategoryFault[]>> {
  const [row] = isId('Category', id) ? await read(client, one, [id]) : []
  if (row === undefined) return refuse(fault('NOT_FOUND', 'There is no such category', 'id'))
  const category = toCategory(row)
  if (category.version === expectedVersion) return ok(category)
  return refuse(fault('VERSION_CONFLICT', `It is at version ${category.version} by now: read it again`, 'expectedVersion'))
}
