import type pg from 'pg'

import { lazyPrisma, type LazyPrisma } from '@agora/database/lazyPrisma.ts'

import type { PrismaClient } from './__generated__/prisma/client.ts'

/** Prisma's client of this domain's tables. */
export type ProductsPrisma = LazyPrisma<PrismaClient>

/** Prepares it over the process's own pool. */
export const createProductsPrisma = (pool: pg.Pool): ProductsPrisma =>
  lazyPrisma(pool, async (options) => new (await import('./__generated__/prisma/client.ts')).PrismaClient(options))
