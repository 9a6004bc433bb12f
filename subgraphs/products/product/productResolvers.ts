import { codedError } from '@agora/errors/graphqlError.ts'
import { isId } from '@agora/ids/typeId.ts'
import { graphMoney, type GraphMoney } from '@agora/money/graphMoney.ts'

import type { Resolvers } from '../__generated__/resolvers.ts'
import { showAttributes } from '../attribute/attribute.ts'
import { payload } from '../changes/change.ts'
import type { Context } from '../context.ts'
import { present } from '../database/present.ts'
import { isKey } from '../inputs/fields.ts'
import { availabilityOf } from '../inventory/availability.ts'
import { createProduct, stepProduct, updateProduct } from './editProduct.ts'
import { visible, type Product } from './product.ts'
import type { PriceRange } from './productReads.ts'

/** A product that the viewer may see, by one of its keys; null for any other. */
export async function findProduct(
  { id, slug }: { readonly id?: unknown; readonly slug?: unknown },
  { loaders, viewer }: Context,
): Promise<Product | null> {
  const product = await (typeof id === 'string'
    ? isId('Product', id) && loaders.productById.load(id)
    : typeof slug === 'string' && isKey(slug) && loaders.productBySlug.load(slug))
  return product && visible(product.status, viewer) ? product : null
}

/** Throws BAD_USER_INPUT unless exactly one of two keys is given. */
export function oneKey(first: string, second: string, given: Readonly<Record<string, unknown>>): void {
  if ((given[first] == null) === (given[second] == null)) throw codedError('BAD_USER_INPUT', `Give either \`${first}\` or \`${second}\``)
}

/** A price range as the graph shows it. */
export function graphRange({ currency, min, max }: Pick<PriceRange, 'currency' | 'min' | 'max'>): {
  readonly min: GraphMoney
  readonly max: GraphMoney
} {
  return { min: graphMoney({ amountMinor: min, currencyCode: currency }), max: graphMoney({ amountMinor: max, currencyCode: currency }) }
}

/** Fields that read or change products. */
export const productResolvers = {
  Query: {
    product(_, given, context) {
      oneKey('id', 'slug', given)
      if (given.id != null && !isId('Product', given.id)) throw codedError('BAD_USER_INPUT', '`id` is not the id of a product')
      return findProduct(given, context)
    },
  },
  Mutation: {
    createProduct: async (_, { input }, context) => payload(await createProduct(context, input), (product) => ({ product })),
    updateProduct: async (_, { input }, context) => payload(await updateProduct(context, input), (product) => ({ product })),
    publishProduct: async (_, { input }, context) => payload(await stepProduct(context, 'publish', input), (product) => ({ product })),
    unpublishProduct: async (_, { input }, context) => payload(await stepProduct(context, 'unpublish', input), (product) => ({ product })),
    archiveProduct: async (_, { input }, context) => payload(await stepProduct(context, 'archive', input), (product) => ({ product })),
  },
  Product: {
    category: ({ categoryId }, _, { loaders }) => present(loaders.categoryById.load(categoryId)),
    async attributes({ attributes }, _, { definitions }) {
      return showAttributes(attributes, (await definitions.get()).values())
    },
    media: ({ id }, _, { loaders }) => loaders.media.load(id),
    variants: ({ id }, _, { loaders }) => loaders.variants.load(id),
    async priceRange({ id }, given, { loaders }) {
      const range = (await loaders.priceRanges.load(id)).find(({ currency }) => currency === given.currency)
      return range === undefined ? null : graphRange(range)
    },
    async availability({ id }, _, { loaders }) {
      return availabilityOf((await loaders.availableOfProduct.load(id))?.available ?? 0)
    },
  },
} satisfies Resolvers
