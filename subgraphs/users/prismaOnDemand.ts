import type pg from 'pg'

import { createPrismaAdapter } from '@agora/database/prismaAdapter.ts'

import type { Prisma, PrismaClient } from './__generated__/prisma/client.ts'

/** Prisma, loaded when it is first needed: it takes 80 MB, and a process that only signs people in never needs it. */
export interface PrismaOnDemand {
  /** Runs the work in one transaction. */
  transact<Answer>(work: (tx: Prisma.TransactionClient) => Promise<Answer>): Promise<Answer>
  /** Disconnects it if it was opened; the pool stays. */
  close(): Promise<void>
}

/** Prepares it over the process's own pool. */
export function prismaOnDemand(pool: pg.Pool): PrismaOnDemand {
  let opened: Promise<PrismaClient> | undefined
  const open = (): Promise<PrismaClient> =>
    (opened ??= import('./__generated__/prisma/client.ts').then((generated) => new generated.PrismaClient({ adapter: createPrismaAdapter(pool) })))
  return {
    transact: async (work) => (await open()).$transaction(work),
    close: async () => (await opened)?.$disconnect(),
  }
}
