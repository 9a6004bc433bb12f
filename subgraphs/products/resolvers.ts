import { dateTime } from '@agora/subgraph-kit/dateTime.ts'

import type { MutationResolvers, Resolvers } from './__generated__/resolvers.ts'
import { defineAttribute } from './attribute/defineAttribute.ts'
import { bigInt } from './bigInt.ts'
import { categoryResolvers } from './category/categoryResolvers.ts'
import { payload } from './changes/change.ts'
import { importProducts } from './import/importProducts.ts'
import { inventoryResolvers } from './inventory/inventoryResolvers.ts'
import { addProductMedia, removeProductMedia } from './media/editMedia.ts'
import { productResolvers } from './product/productResolvers.ts'
import { searchResolvers } from './search/searchResolvers.ts'
import { variantResolvers } from './variant/variantResolvers.ts'

const nothingImported = { products: [], created: 0, updated: 0, unchanged: 0 }

const otherMutations = {
  addProductMedia: async (_, { input }, context) => payload(await addProductMedia(context, input), (product) => ({ product })),
  removeProductMedia: async (_, { input }, context) => payload(await removeProductMedia(context, input), (product) => ({ product })),
  defineAttribute: async (_, { input }, context) =>
    payload(await defineAttribute(context, input), (attributeDefinition) => ({ attributeDefinition })),
  async importProducts(_, { input }, context) {
    const result = await importProducts(context, input)
    return result.ok ? { ...result.value, userErrors: [] } : { ...nothingImported, userErrors: result.error }
  },
} satisfies MutationResolvers

/** Every resolver of the subgraph. */
export const resolvers = {
  ...productResolvers,
  ...variantResolvers,
  ...categoryResolvers,
  ...searchResolvers,
  ...inventoryResolvers,
  Query: { ...productResolvers.Query, ...variantResolvers.Query, ...categoryResolvers.Query, ...searchResolvers.Query, ...inventoryResolvers.Query },
  Mutation: {
    ...productResolvers.Mutation,
    ...variantResolvers.Mutation,
    ...categoryResolvers.Mutation,
    ...inventoryResolvers.Mutation,
    ...otherMutations,
  },
  DateTime: dateTime,
  BigInt: bigInt,
} satisfies Resolvers
