import { PrismaPg } from '@prisma/adapter-pg'
import type pg from 'pg'

import { POOL_CONNECT_MS, STATEMENT_TIMEOUT_MS } from './pool.ts'

/** What a generated client is constructed with. */
export interface PrismaOptions {
  readonly adapter: PrismaPg
  /** Milliseconds. */
  readonly transactionOptions: { readonly maxWait: number; readonly timeout: number }
}

/** A Prisma client that is loaded when it is first needed: it takes 80 MB, and many a process never needs it. */
export interface LazyPrisma<Client> {
  open(): Promise<Client>
  /** Disconnects it if it was opened; the pool stays. */
  close(): Promise<void>
}

/**
 * Prepares a client over the process's own pool; its transactions may wait and last as long as all others there.
 * @param load imports the generated module and constructs its client
 */
export function lazyPrisma<Client extends { $disconnect(): Promise<void> }>(
  pool: pg.Pool,
  load: (options: PrismaOptions) => Promise<Client>,
): LazyPrisma<Client> {
  let opened: Promise<Client> | undefined
  const transactionOptions = { maxWait: POOL_CONNECT_MS, timeout: STATEMENT_TIMEOUT_MS }
  return {
    open: () => (opened ??= load({ adapter: new PrismaPg(pool), transactionOptions })),
    close: async () => (await opened)?.$disconnect(),
  }
}
