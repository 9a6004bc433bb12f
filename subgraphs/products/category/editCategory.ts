import { z } from 'zod'

import { ok, type Result } from '@agora/errors/result.ts'
import { isId, newId } from '@agora/ids/typeId.ts'
import { line, prose, version, whole } from '@agora/subgraph-kit/inputFields.ts'

import { change, refuse, type Change } from '../changes/change.ts'
import type { Context } from '../context.ts'
import { read } from '../database/read.ts'
import { announceCategory, announceRemoval } from '../events/announceCategory.ts'
import { id, slug } from '../inputs/fields.ts'
import { fault, parseInput } from '../inputs/parse.ts'
import { categoryConstraints, type CategoryErrorCode, type CategoryFault } from './categoryErrors.ts'
import { CATEGORY_COLUMNS, toCategory, type Category } from './categoryReads.ts'
import { lockCategory, lockTree } from './lockCategory.ts'

type Edited<Value = Category> = Promise<Result<Value, readonly CategoryFault[]>>

const position = whole(0, 10_000)
const creation = z.object({ parentId: id.nullish(), slug, name: line(1, 100), description: prose(2_000).nullish(), position: position.nullish() })
const edit = z.object({
  id,
  expectedVersion: version,
  slug: slug.nullish(),
  name: line(1, 100).nullish(),
  description: prose(2_000).nullish(),
  position: position.nullish(),
})
const deletion = z.object({ id, expectedVersion: version })

const insert = {
  name: 'category_insert',
  text: `INSERT INTO category AS c (id, parent_id, slug, name, description, position) VALUES ($1, $2, $3, $4, $5, $6) RETURNING ${CATEGORY_COLUMNS}`,
}
const update = {
  name: 'category_update',
  text: `UPDATE category c SET slug = coalesce($2, c.slug), name = coalesce($3, c.name), description = coalesce($4, c.description),
    position = coalesce($5, c.position), version = c.version + 1, updated_at = now() WHERE c.id = $1 RETURNING ${CATEGORY_COLUMNS}`,
}
const remove = { name: 'category_remove', text: 'DELETE FROM category WHERE id = $1' }

/** Creates a category; the database gives it its path from the parent. */
export async function createCategory(context: Context, input: unknown): Edited {
  const parsed = parseInput(creation, input)
  if (!parsed.ok) return parsed
  const { parentId = null, slug: address, name, description, position: place } = parsed.value
  if (parentId !== null && !isId('Category', parentId)) return refuse(categoryConstraints.category_parent_id_fkey)
  const run = async ({ client, audit, announce }: Change): Edited => {
    const category = await one(client, insert, [newId('Category'), parentId, address, name, description ?? '', place ?? 0])
    await audit({ action: 'createCategory', targetType: 'Category', targetId: category.id, before: null, after: category })
    await announce(announceCategory(category))
    return ok(category)
  }
  return change<Category, CategoryErrorCode>(context, run, { constraints: categoryConstraints })
}

/** Changes what is given of a category. */
export async function updateCategory(context: Context, input: unknown): Edited {
  const parsed = parseInput(edit, input)
  if (!parsed.ok) return parsed
  const { value } = parsed
  const run = async ({ client, audit, announce }: Change): Edited => {
    const locked = await lockCategory(client, value.id, value.expectedVersion)
    if (!locked.ok) return locked
    const { slug: address = null, name = null, description = null, position: place = null } = value
    const category = await one(client, update, [value.id, address, name, description, place])
    await audit({ action: 'updateCategory', targetType: 'Category', targetId: value.id, before: locked.value, after: category })
    await announce(announceCategory(category))
    return ok(category)
  }
  return change<Category, CategoryErrorCode>(context, run, { constraints: categoryConstraints })
}

/** Deletes a category that holds nothing; foreign keys decide, so nothing can be put into it meanwhile. */
export async function deleteCategory(context: Context, input: unknown): Edited<string> {
  const parsed = parseInput(deletion, input)
  if (!parsed.ok) return parsed
  const { id: categoryId, expectedVersion } = parsed.value
  const run = async ({ client, audit, announce }: Change): Edited<string> => {
    await lockTree(client)
    const locked = await lockCategory(client, categoryId, expectedVersion)
    if (!locked.ok) return locked
    await read(client, remove, [categoryId])
    await audit({ action: 'deleteCategory', targetType: 'Category', targetId: categoryId, before: locked.value, after: null })
    await announce(announceRemoval(categoryId))
    return ok(categoryId)
  }
  const notEmpty = fault('NOT_EMPTY', 'It still holds categories or products', 'id')
  return change<string, CategoryErrorCode>(context, run, { constraints: { category_parent_id_fkey: notEmpty, product_category_id_fkey: notEmpty } })
}

async function one(client: Change['client'], statement: { name: string; text: string }, values: readonly unknown[]): Promise<Category> {
  const [row] = await read(client, statement, values)
  if (row === undefined) throw new TypeError(`${statement.name} answered no row`)
  return toCategory(row)
}
