import { parsePage, toConnection, type Connection } from '@agora/subgraph-kit/connection.ts'

import type { Resolvers } from '../__generated__/resolvers.ts'
import { payload } from '../changes/change.ts'
import { countReservations } from '../reservation/listReservations.ts'
import { adjustInventory } from './adjustInventory.ts'
import { createLocation } from './createLocation.ts'
import { countLocations, listLocations, locationOrder } from './listLocations.ts'
import { countMovements } from './listMovements.ts'
import type { Location } from './stockReads.ts'

/** A page of locations. */
export type LocationList = Connection<Location>

/** Fields that read or move stock. */
export const inventoryResolvers = {
  Query: {
    async locations(_, { first, after }, { prisma }) {
      const page = parsePage({ first, after }, locationOrder)
      return toConnection(await listLocations(prisma, page), page)
    },
  },
  Mutation: {
    createLocation: async (_, { input }, context) => payload(await createLocation(context, input), (location) => ({ location })),
    adjustInventory: async (_, { input }, context) => payload(await adjustInventory(context, input), (stockLevel) => ({ stockLevel })),
  },
  LocationConnection: {
    totalCount: (_, _given, { prisma }) => countLocations(prisma),
  },
  ReservationConnection: {
    totalCount: ({ variantId }, _, { pool }) => countReservations(pool, variantId),
  },
  MovementConnection: {
    totalCount: ({ variantId }, _, { pool }) => countMovements(pool, variantId),
  },
} satisfies Resolvers
