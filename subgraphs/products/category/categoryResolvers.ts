import { codedError } from '@agora/errors/graphqlError.ts'
import { isId } from '@agora/ids/typeId.ts'
import { parsePage, toConnection, type Connection } from '@agora/subgraph-kit/connection.ts'

import type { Resolvers } from '../__generated__/resolvers.ts'
import { payload } from '../changes/change.ts'
import type { Context } from '../context.ts'
import { isKey } from '../inputs/fields.ts'
import { oneKey } from '../product/productResolvers.ts'
import { productsOfCategory } from '../search/categoryProducts.ts'
import type { Category } from './categoryReads.ts'
import { createCategory, deleteCategory, updateCategory } from './editCategory.ts'
import { countRoots, listRoots, siblingOrder } from './listCategories.ts'
import { moveCategory } from './moveCategory.ts'

/** A page of categories, which knows whose children they are; null for the roots. */
export interface CategoryList extends Connection<Category> {
  readonly parentId: string | null
}

/** A category by one of its keys. */
export async function findCategory({ id, slug }: { readonly id?: unknown; readonly slug?: unknown }, { loaders }: Context): Promise<Category | null> {
  if (typeof id === 'string') return isId('Category', id) ? loaders.categoryById.load(id) : null
  return typeof slug === 'string' && isKey(slug) ? loaders.categoryBySlug.load(slug) : null
}

/** Fields that read or change categories. */
export const categoryResolvers = {
  Query: {
    category(_, given, context) {
      oneKey('id', 'slug', given)
      if (given.id != null && !isId('Category', given.id)) throw codedError('BAD_USER_INPUT', '`id` is not the id of a category')
      return findCategory(given, context)
    },
    async categories(_, { first, after }, { pool }) {
      const page = parsePage({ first, after }, siblingOrder(null))
      return { ...toConnection(await listRoots(pool, page), page), parentId: null }
    },
  },
  Mutation: {
    createCategory: async (_, { input }, context) => payload(await createCategory(context, input), (category) => ({ category })),
    updateCategory: async (_, { input }, context) => payload(await updateCategory(context, input), (category) => ({ category })),
    moveCategory: async (_, { input }, context) => payload(await moveCategory(context, input), (category) => ({ category })),
    deleteCategory: async (_, { input }, context) => payload(await deleteCategory(context, input), (deletedId) => ({ deletedId })),
  },
  Category: {
    parent: ({ parentId }, _, { loaders }) => (parentId === null ? null : loaders.categoryById.load(parentId)),
    async breadcrumbs({ path }, _, { loaders }) {
      const found = await Promise.all(path.map((id) => loaders.categoryById.load(id)))
      return found.filter((category) => category !== null)
    },
    async children({ id }, { first, after }, { loaders }) {
      const page = parsePage({ first, after }, siblingOrder(id))
      return { ...toConnection(await loaders.childrenPage(page).load(id), page), parentId: id }
    },
    products: productsOfCategory,
  },
  CategoryConnection: {
    async totalCount({ parentId }, _, { pool, loaders }) {
      return parentId === null ? countRoots(pool) : ((await loaders.childCount.load(parentId))?.count ?? 0)
    },
  },
} satisfies Resolvers
