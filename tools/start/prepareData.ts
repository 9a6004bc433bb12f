import { readFile, writeFile } from 'node:fs/promises'

import { databases, namesOf, type DatabaseName } from '@agora/database/domains.ts'
import { createPool } from '@agora/database/pool.ts'
import { withClient, type DomainUrls } from '@agora/database/provision.ts'
import { createLogger } from '@agora/logger/logger.ts'

import { migrate } from '../db/migrate.ts'
import { prepareDomain } from '../db/prepareDomain.ts'
import type { DatabaseServer } from './databaseServer.ts'
import { drawSecrets, type DataFolder } from './dataFolder.ts'

/** What each service needs to reach its data. */
export type StackUrls = Readonly<Record<DatabaseName, DomainUrls>>

/** Makes what is missing and migrates, the domains side by side. Tells what was applied. */
export async function prepareData(server: DatabaseServer, folder: DataFolder, tell: (line: string) => void): Promise<StackUrls> {
  if (server.embedded) await closeMaintenanceDatabases(server)
  const prepare = async (domain: DatabaseName): Promise<DomainUrls> => {
    const urls = await prepareDomain(server, folder, domain)
    const applied = await migrate({ domain, url: urls.ownerUrl, caFile: server.caFile })
    if (applied.length > 0) tell(`Migrated ${domain}: ${applied.join(', ')}`)
    return urls
  }
  const prepared = await Promise.all(databases.map(async (name) => [name, await prepare(name)] as const))
  return Object.fromEntries(prepared) as Record<DatabaseName, DomainUrls>
}

/** A new cluster lets every role into its own two databases. On somebody else's server that is not ours to change. */
async function closeMaintenanceDatabases({ adminUrl }: DatabaseServer): Promise<void> {
  await withClient(adminUrl, (admin) => admin.query('REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC'))
}

/** Seeds databases that this folder has not seeded yet. `npm run db reset` makes another database, so it is seeded again. */
export async function seedOnce(server: DatabaseServer, folder: DataFolder, urls: StackUrls): Promise<boolean> {
  const identity = await databaseIdentity(server)
  if ((await readFile(folder.seeded, 'utf8').catch(() => '')) === identity) return false
  const { seedAll } = await import('../seed/seedAll.ts')
  const logger = createLogger({ service: 'seed', level: 'warn' })
  const open = (domain: 'users' | 'products' | 'orders'): ReturnType<typeof createPool> =>
    createPool({ url: urls[domain].appUrl, caFile: server.caFile, name: 'agora-seed', logger })
  const [usersPool, productsPool, ordersPool] = [open('users'), open('products'), open('orders')]
  try {
    await seedAll({ usersPool, productsPool, ordersPool, logger })
  } finally {
    await Promise.all([usersPool.end(), productsPool.end(), ordersPool.end()])
  }
  await writeFile(folder.seeded, identity)
  return true
}

/** Counted up when the seed fills more tables than before: a folder that was seeded then is given the rest. */
const SEED_EDITION = 2

/** Another cluster, or a database that was dropped and made again, has another identity. */
async function databaseIdentity({ adminUrl, caFile }: DatabaseServer): Promise<string> {
  const names = databases.map((domain) => namesOf(domain).database)
  return withClient(
    adminUrl,
    async (admin) => {
      const { rows } = await admin.query<{ datname: string; oid: string }>(
        'SELECT datname, oid::text FROM pg_database WHERE datname = ANY($1) ORDER BY datname',
        [names],
      )
      const cluster = await admin.query<{ id: string }>('SELECT system_identifier::text AS id FROM pg_control_system()').catch(() => undefined)
      return [`seed ${SEED_EDITION}`, cluster?.rows[0]?.id ?? new URL(adminUrl).host, ...rows.map(({ datname, oid }) => `${datname} ${oid}`)].join(
        '\n',
      )
    },
    caFile,
  )
}

/** A demo account and its password. */
export interface DemoAccount {
  readonly email: string
  readonly role: string
  readonly password: string
}

/** The demo accounts of the seed; passwords are drawn once a data folder, in words that one can type. */
export async function drawDemoAccounts(folder: DataFolder): Promise<readonly DemoAccount[]> {
  const { demoAccounts } = await import('../../prisma/users/seed/users.ts')
  const passwords = await drawSecrets(
    folder.demoPasswords,
    demoAccounts.map(({ email }) => email),
  )
  return demoAccounts.map(({ email, role }) => ({ email, role, password: passwords[email] ?? '' }))
}
