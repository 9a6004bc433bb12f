import { codedError } from '@agora/errors/graphqlError.ts'
import { isId } from '@agora/ids/typeId.ts'
import { graphMoney } from '@agora/money/graphMoney.ts'
import { parsePage, toConnection } from '@agora/subgraph-kit/connection.ts'

import type { Resolvers } from '../__generated__/resolvers.ts'
import { payload } from '../changes/change.ts'
import type { Context } from '../context.ts'
import { present } from '../database/present.ts'
import { isKey } from '../inputs/fields.ts'
import { availabilityOf } from '../inventory/availability.ts'
import { listMovements, movementOrder } from '../inventory/listMovements.ts'
import { visible } from '../product/product.ts'
import { oneKey } from '../product/productResolvers.ts'
import { listReservations, reservationOrder } from '../reservation/listReservations.ts'
import { addVariant, setVariantPrices, updateVariant } from './editVariant.ts'
import type { Variant } from './variantReads.ts'

/** A variant of a product that the viewer may see, by one of its keys; null for any other. */
export async function findVariant(
  { id, sku }: { readonly id?: unknown; readonly sku?: unknown },
  { loaders, viewer }: Context,
): Promise<Variant | null> {
  const variant = await (typeof id === 'string'
    ? isId('Variant', id) && loaders.variantById.load(id)
    : typeof sku === 'string' && isKey(sku) && loaders.variantBySku.load(sku))
  return variant && visible(variant.status, viewer) ? variant : null
}

const optionsOf = ({ options }: Variant): [string, string][] => Object.entries<string>(JSON.parse(options))

/** Fields that read or change variants. */
export const variantResolvers = {
  Query: {
    variant(_, given, context) {
      oneKey('id', 'sku', given)
      if (given.id != null && !isId('Variant', given.id)) throw codedError('BAD_USER_INPUT', '`id` is not the id of a variant')
      return findVariant(given, context)
    },
  },
  Mutation: {
    addVariant: async (_, { input }, context) => payload(await addVariant(context, input), (variant) => ({ variant })),
    updateVariant: async (_, { input }, context) => payload(await updateVariant(context, input), (variant) => ({ variant })),
    setVariantPrices: async (_, { input }, context) => payload(await setVariantPrices(context, input), (variant) => ({ variant })),
  },
  Variant: {
    product: ({ productId }, _, { loaders }) => present(loaders.productById.load(productId)),
    name: (variant) =>
      optionsOf(variant)
        .map(([, value]) => value)
        .join(' / '),
    options: (variant) => optionsOf(variant).map(([key, value]) => ({ key, value })),
    async price({ id }, { currency }, { loaders }) {
      const price = (await loaders.prices.load(id)).find(({ currencyCode }) => currencyCode === currency)
      return price === undefined ? null : graphMoney(price)
    },
    prices: async ({ id }, _, { loaders }) => (await loaders.prices.load(id)).map(graphMoney),
    async availability({ id }, _, { loaders }) {
      return availabilityOf((await loaders.availableOfVariant.load(id))?.available ?? 0)
    },
    stock: ({ id }, _, { loaders }) => loaders.stock.load(id),
    async movements({ id }, { first, after }, { pool }) {
      const page = parsePage({ first, after }, movementOrder(id))
      return { ...toConnection(await listMovements(pool, id, page), page), variantId: id }
    },
    async reservations({ id }, { first, after }, { pool }) {
      const page = parsePage({ first, after }, reservationOrder(id))
      return { ...toConnection(await listReservations(pool, id, page), page), variantId: id }
    },
  },
} satisfies Resolvers
