import { PrismaPg } from '@prisma/adapter-pg'
import type pg from 'pg'

/** Prisma over the process's own pool: `new PrismaClient({ adapter: createPrismaAdapter(pool) })`. Disconnecting Prisma leaves the pool open. */
export const createPrismaAdapter = (pool: pg.Pool): PrismaPg => new PrismaPg(pool)
