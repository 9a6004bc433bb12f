import { z } from 'zod'

import type { ListOrder, Page } from '@agora/subgraph-kit/connection.ts'

import type { ProductsPrisma } from '../productsPrisma.ts'
import type { Location } from './stockReads.ts'

type LocationPosition = readonly [code: string]

/** By code, which is unique. */
export const locationOrder: ListOrder<Location, LocationPosition> = {
  name: 'locations',
  values: z.tuple([z.string().regex(/^[A-Z0-9-]{1,12}$/)]),
  positionOf: ({ code }) => [code],
}

/** One page of the locations. */
export async function listLocations(prisma: ProductsPrisma, { position, fetch }: Page<Location, LocationPosition>): Promise<Location[]> {
  const { location } = await prisma.open()
  const where = position === null ? {} : { code: { gt: position[0] } }
  return location.findMany({ where, orderBy: { code: 'asc' }, take: fetch, select: { id: true, code: true, name: true } })
}

/** How many locations there are. */
export async function countLocations(prisma: ProductsPrisma): Promise<number> {
  const { location } = await prisma.open()
  return location.count()
}
