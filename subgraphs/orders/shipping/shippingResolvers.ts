import type { Resolvers } from '../__generated__/resolvers.ts'
import { shippingClassOf } from './shippingClass.ts'

/** How variants travel. The router brings the weight along, which products knows. */
export const shippingResolvers = {
  Variant: {
    shippingClass({ id, packedWeightGrams }) {
      if (packedWeightGrams === undefined) throw new TypeError(`The weight of ${id} was not brought along`)
      return shippingClassOf(packedWeightGrams)
    },
  },
} satisfies Resolvers
