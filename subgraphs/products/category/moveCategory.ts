import { z } from 'zod'

import { ok, type Result } from '@agora/errors/result.ts'
import { version } from '@agora/subgraph-kit/inputFields.ts'

import { change, refuse, type Change } from '../changes/change.ts'
import type { Context } from '../context.ts'
import { number, read } from '../database/read.ts'
import { announceCategory } from '../events/announceCategory.ts'
import { id } from '../inputs/fields.ts'
import { parseInput } from '../inputs/parse.ts'
import { categoryConstraints, type CategoryErrorCode, type CategoryFault } from './categoryErrors.ts'
import { categoriesById, type Category } from './categoryReads.ts'
import { decideMove } from './decideMove.ts'
import { lockCategory, lockTree } from './lockCategory.ts'

const shape = z.object({ id, expectedVersion: version, parentId: id.nullish() })

const height = { name: 'category_height', text: 'SELECT max(cardinality(path)) - $2::int + 1 FROM category WHERE path @> ARRAY[$1::text]' }
const move = {
  name: 'category_move',
  text: `UPDATE category SET
      path = $2::text[] || path[$3::int + 1:],
      parent_id = CASE WHEN id = $1 THEN $4 ELSE parent_id END,
      version = CASE WHEN id = $1 THEN version + 1 ELSE version END,
      updated_at = CASE WHEN id = $1 THEN now() ELSE updated_at END
    WHERE path @> ARRAY[$1::text]`,
}

/** Moves a category with everything below it. Of two opposite moves at once the later one sees the earlier one's tree and is refused. */
export async function moveCategory(context: Context, input: unknown): Promise<Result<Category, readonly CategoryFault[]>> {
  const parsed = parseInput(shape, input)
  if (!parsed.ok) return parsed
  const { id: categoryId, expectedVersion, parentId = null } = parsed.value
  const run = async ({ client, audit, announce }: Change): Promise<Result<Category, readonly CategoryFault[]>> => {
    await lockTree(client)
    const locked = await lockCategory(client, categoryId, expectedVersion)
    if (!locked.ok) return locked
    const before = locked.value
    const [parent] = parentId === null ? [] : await categoriesById(client, [parentId])
    if (parentId !== null && parent === undefined) return refuse(categoryConstraints.category_parent_id_fkey)
    const [levels] = await read(client, height, [categoryId, before.path.length])
    const decided = decideMove({ path: before.path, parentPath: parent?.path ?? null, height: levels === undefined ? 1 : number(levels, 0) })
    if (!decided.ok) return refuse(decided.error)
    await read(client, move, [categoryId, decided.value, before.path.length, parentId])
    const [after] = await categoriesById(client, [categoryId])
    if (after === undefined) throw new TypeError(`The category ${categoryId} is gone within its own transaction`)
    await audit({ action: 'moveCategory', targetType: 'Category', targetId: categoryId, before, after })
    await announce(announceCategory(after))
    return ok(after)
  }
  return change<Category, CategoryErrorCode>(context, run)
}
