import type pg from 'pg'

import { lazyPrisma, type LazyPrisma } from '@agora/database/lazyPrisma.ts'

import type { PrismaClient } from './__generated__/prisma/client.ts'

/** Prisma's client of this domain's tables. */
export type UsersPrisma = LazyPrisma<PrismaClient>

/** Prepares it over the process's own pool. */
export const createUsersPrisma = (pool: pg.Pool): UsersPrisma =>
  lazyPrisma(pool, async (options) => new (await import('./__generated__/prisma/client.ts')).PrismaClient(options))
