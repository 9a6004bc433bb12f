import type pg from 'pg'

import { POOL_CONNECT_MS, STATEMENT_TIMEOUT_MS } from '@agora/database/pool.ts'
import { createPrismaAdapter } from '@agora/database/prismaAdapter.ts'

import type { PrismaClient } from './__generated__/prisma/client.ts'

/** Prisma, loaded when it is first needed: it takes 80 MB, and a process that only answers customers never needs it. */
export interface PrismaOnDemand {
  open(): Promise<PrismaClient>
  /** Disconnects it if it was opened; the pool stays. */
  close(): Promise<void>
}

/** Prepares it over the process's own pool. */
export function prismaOnDemand(pool: pg.Pool): PrismaOnDemand {
  let opened: Promise<PrismaClient> | undefined
  // As long as every other transaction over the pool may wait and last.
  const transactionOptions = { maxWait: POOL_CONNECT_MS, timeout: STATEMENT_TIMEOUT_MS }
  const load = async (): Promise<PrismaClient> => {
    const generated = await import('./__generated__/prisma/client.ts')
    return new generated.PrismaClient({ adapter: createPrismaAdapter(pool), transactionOptions })
  }
  return {
    open: () => (opened ??= load()),
    close: async () => (await opened)?.$disconnect(),
  }
}
