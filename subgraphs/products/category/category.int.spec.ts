import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { newId } from '@agora/ids/typeId.ts'
import { anonymous } from '@agora/security/viewer.ts'

import { addCategory, addProduct, unique } from '../testing/fixtures.ts'
import { codesOf, dataOf, startProductsStack, type ProductsStack } from '../testing/productsStack.ts'

let stack: ProductsStack
before(async () => {
  stack = await startProductsStack()
})
after(() => stack.stop())

interface Refused {
  readonly userErrors: readonly { readonly code: string; readonly field: readonly string[] | null }[]
}
const codes = ({ userErrors }: Refused): unknown => userErrors.map(({ code, field }) => [code, field?.join('.') ?? null])
const breadcrumbs = async (id: string): Promise<string[]> =>
  (
    await stack.data<{ category: { breadcrumbs: { id: string }[] } }>('query ($id: ID!) { category(id: $id) { breadcrumbs { id } } }', { id })
  ).category.breadcrumbs.map((crumb) => crumb.id)
const move = (id: string, parentId: string | null, expectedVersion = 1) => stack.change('moveCategory', { id, parentId, expectedVersion })

/** A chain of categories, each below the one before. */
async function chain(length: number): Promise<string[]> {
  const ids: string[] = []
  for (let level = 0; level < length; level += 1) ids.push(await addCategory(stack, level === 0 ? {} : { parentId: ids[level - 1] ?? '' }))
  return ids
}

test('a category knows its way from the root, its children and its parent', async () => {
  const [root = '', middle = '', leaf = ''] = await chain(3)
  assert.deepEqual(await breadcrumbs(leaf), [root, middle, leaf])
  const { category } = await stack.data<{ category: unknown }>(
    'query ($id: ID!) { category(id: $id) { parent { id parent { id } } children { nodes { id } totalCount } } }',
    { id: middle },
  )
  assert.deepEqual(category, { parent: { id: root, parent: null }, children: { nodes: [{ id: leaf }], totalCount: 1 } })
})

test('a category moves with everything below it, products included', async () => {
  const [from = '', moved = '', below = ''] = await chain(3)
  const [to = '', deeper = ''] = await chain(2)
  const product = await addProduct(stack, { categoryId: below })
  assert.deepEqual((await move(moved, deeper)).userErrors, [])
  assert.deepEqual(await breadcrumbs(below), [to, deeper, moved, below])
  const listed = async (categoryId: string) =>
    dataOf(
      await stack.as(anonymous)<{ category: { products: { nodes: { id: string }[]; totalCount: number } } }>(
        'query ($id: ID!) { category(id: $id) { products { nodes { id } totalCount } } }',
        { id: categoryId },
      ),
    ).category.products
  assert.deepEqual(await listed(from), { nodes: [], totalCount: 0 })
  assert.deepEqual(await listed(to), { nodes: [{ id: product.id }], totalCount: 1 })
  assert.deepEqual((await move(moved, null, 2)).userErrors, [])
  assert.deepEqual(await breadcrumbs(below), [moved, below])
})

test('a category never comes to stand below itself', async () => {
  const [root = '', middle = '', leaf = ''] = await chain(3)
  const before = await stack.snapshot()
  for (const parentId of [root, middle, leaf]) assert.deepEqual(codes(await move(root, parentId)), [['CYCLE', 'input.parentId']])
  assert.equal(await stack.snapshot(), before)
})

test('of two opposite moves at once exactly one happens', async () => {
  for (let round = 0; round < 10; round += 1) {
    const [left, right] = [await addCategory(stack), await addCategory(stack)]
    const answers = await Promise.all([move(left, right), move(right, left)])
    assert.deepEqual(
      answers.flatMap(({ userErrors }) => userErrors.map(({ code }) => code)),
      ['CYCLE'],
    )
    const { rows } = await stack.rows.query<{ roots: number }>(
      'SELECT count(*)::int AS roots FROM category WHERE id = ANY ($1) AND parent_id IS NULL',
      [[left, right]],
    )
    assert.deepEqual(rows, [{ roots: 1 }])
  }
})

test('children that are born while their parent moves have the right way from the root', async () => {
  const [, moving = ''] = await chain(2)
  const targets = await Promise.all(Array.from({ length: 5 }, () => addCategory(stack)))
  const births = Array.from({ length: 20 }, () => addCategory(stack, { parentId: moving }))
  const moves = targets.map(async (target, turn) => (turn === 0 ? move(moving, target) : undefined))
  await Promise.all([...births, ...moves])
  const { rows } = await stack.rows.query(
    'SELECT count(*)::int AS wrong FROM category c JOIN category p ON p.id = c.parent_id WHERE c.path <> p.path || c.id',
  )
  assert.deepEqual(rows, [{ wrong: 0 }])
})

test('the tree has eight levels and no more, by creation and by move', async () => {
  const ids = await chain(8)
  const deep = await stack.change('createCategory', { slug: unique('deep'), name: 'Deep', parentId: ids[7] })
  assert.deepEqual(codes(deep), [['TOO_DEEP', 'input.parentId']])
  const [other = ''] = await chain(2)
  assert.deepEqual(codes(await move(other, ids[6] ?? '')), [['TOO_DEEP', 'input.parentId']])
})

test('is deleted only when it holds neither categories nor products', async () => {
  const [root = '', leaf = ''] = await chain(2)
  const { id } = await addProduct(stack, { categoryId: leaf })
  const remove = (categoryId: string) => stack.change('deleteCategory', { id: categoryId, expectedVersion: 1 })
  const before = await stack.snapshot()
  assert.deepEqual([codes(await remove(root)), codes(await remove(leaf))], [[['NOT_EMPTY', 'input.id']], [['NOT_EMPTY', 'input.id']]])
  assert.equal(await stack.snapshot(), before)
  await stack.change('updateProduct', { id, expectedVersion: 3, categoryId: root })
  assert.deepEqual(await remove(leaf), { deletedId: leaf, userErrors: [] })
  assert.deepEqual((await stack.data<{ category: unknown }>('query ($id: ID!) { category(id: $id) { id } }', { id: leaf })).category, null)
})

test('refuses parents that are not there, versions that have moved on and slugs that are taken', async () => {
  const [id = ''] = await chain(1)
  const slug = unique('taken')
  await addCategory(stack, { slug })
  const product = await addProduct(stack)
  for (const parentId of [newId('Category'), product.id, 'cat_'])
    assert.deepEqual(codes(await move(id, parentId)), [['PARENT_NOT_FOUND', 'input.parentId']])
  assert.deepEqual(codes(await stack.change('createCategory', { slug: unique('x'), name: 'X', parentId: newId('Category') })), [
    ['PARENT_NOT_FOUND', 'input.parentId'],
  ])
  assert.deepEqual(codes(await stack.change('updateCategory', { id, expectedVersion: 7, name: 'X' })), [
    ['VERSION_CONFLICT', 'input.expectedVersion'],
  ])
  assert.deepEqual(codes(await stack.change('updateCategory', { id, expectedVersion: 1, slug })), [['SLUG_TAKEN', 'input.slug']])
  assert.deepEqual(codes(await stack.change('updateCategory', { id: product.id, expectedVersion: 1, name: 'X' })), [['NOT_FOUND', 'input.id']])
})

test('siblings are listed in their order, a page at a time, and several categories by one statement', async () => {
  const parents = [await addCategory(stack), await addCategory(stack)]
  for (const parentId of parents) {
    for (const position of [2, 0, 1])
      await stack.change('createCategory', { parentId, slug: unique(`p${position}`), name: `Position ${position}`, position })
  }
  const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Category { children(first: 2) { nodes { name } pageInfo { hasNextPage endCursor } } products { nodes { id } } } } }`
  stack.statements()
  const { _entities } = await stack.data<{ _entities: { children: { nodes: unknown; pageInfo: { endCursor: string } } }[] }>(query, {
    of: parents.map((id) => ({ __typename: 'Category', id })),
  })
  assert.deepEqual(
    _entities.map(({ children }) => children.nodes),
    [0, 1].map(() => [{ name: 'Position 0' }, { name: 'Position 1' }]),
  )
  assert.equal(stack.statements().filter((text) => text.includes('LATERAL')).length, 2)
  const next =
    'query ($id: ID!, $after: String) { category(id: $id) { children(first: 2, after: $after) { nodes { name } pageInfo { hasNextPage } } } }'
  const after = _entities[0]?.children.pageInfo.endCursor
  assert.deepEqual((await stack.data<{ category: unknown }>(next, { id: parents[0], after })).category, {
    children: { nodes: [{ name: 'Position 2' }], pageInfo: { hasNextPage: false } },
  })
  assert.deepEqual(codesOf(await stack.as(anonymous)(next, { id: parents[1], after })), ['BAD_USER_INPUT'])
})
