import { parsePage, toConnection, type PageArguments } from '@agora/subgraph-kit/connection.ts'

import type { Category } from '../category/categoryReads.ts'
import type { Context } from '../context.ts'
import { seesDrafts } from '../product/product.ts'
import { orderOf } from './listProducts.ts'
import { readProductQuery } from './productQuery.ts'
import type { ProductList } from './searchResolvers.ts'

/** `Category.products`: categories that are asked the same share a statement. */
export async function productsOfCategory(
  { id }: Category,
  given: PageArguments & Readonly<Record<string, unknown>>,
  context: Context,
): Promise<ProductList> {
  const { first, after, sort, currency } = given
  const asked = { sort, currency, filter: { categoryId: id } }
  const query = readProductQuery(asked, await context.definitions.get(), seesDrafts(context.viewer))
  const page = parsePage({ first, after }, orderOf(query))
  return { ...toConnection(await context.loaders.productPage(query, page).load(id), page), query }
}
