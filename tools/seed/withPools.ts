import type pg from 'pg'

import { createPool } from '@agora/database/pool.ts'
import { createLogger, type Logger } from '@agora/logger/logger.ts'

import { migrate } from '../db/migrate.ts'
import { prepareDomain } from '../db/prepareDomain.ts'
import type { DatabaseServer } from '../start/databaseServer.ts'
import type { DataFolder } from '../start/dataFolder.ts'
import type { SeedTargets } from './seedAll.ts'

/** Opens the databases that the seed fills, migrated, for as long as the work takes. */
export async function withPools<Answer>(
  server: DatabaseServer,
  folder: DataFolder,
  work: (targets: SeedTargets) => Promise<Answer>,
): Promise<Answer> {
  // A failure is thrown and shown as one; that an embedded server ends the last connections is none.
  const logger = createLogger({ service: 'seed', level: 'error' })
  const pools: pg.Pool[] = []
  const open = async (domain: SeededDomain): Promise<pg.Pool> => {
    const pool = await openPool({ server, folder, domain, logger })
    pools.push(pool)
    return pool
  }
  try {
    const [usersPool, productsPool, ordersPool] = [await open('users'), await open('products'), await open('orders')]
    return await work({ usersPool, productsPool, ordersPool, logger })
  } finally {
    await Promise.all(pools.map((pool) => pool.end()))
  }
}

type SeededDomain = 'users' | 'products' | 'orders'

interface Opening {
  readonly server: DatabaseServer
  readonly folder: DataFolder
  readonly domain: SeededDomain
  readonly logger: Logger
}

async function openPool({ server, folder, domain, logger }: Opening): Promise<pg.Pool> {
  const { ownerUrl, appUrl } = await prepareDomain(server, folder, domain)
  await migrate({ domain, url: ownerUrl, caFile: server.caFile })
  return createPool({ url: appUrl, caFile: server.caFile, name: 'agora-seed', logger })
}
