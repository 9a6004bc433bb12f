import { join } from 'node:path'

import pg from 'pg'

import { namesOf, type DatabaseName } from '@agora/database/domains.ts'
import { provision, withClient, type DomainUrls } from '@agora/database/provision.ts'

import type { DatabaseServer } from '../start/databaseServer.ts'
import { drawSecrets, type DataFolder } from '../start/dataFolder.ts'

type Where = Pick<DatabaseServer, 'adminUrl' | 'caFile'>

/** Makes a domain's roles and database where they are missing; the roles' passwords are drawn once a data folder. */
export async function prepareDomain(server: Where, folder: DataFolder, domain: DatabaseName): Promise<DomainUrls> {
  const { owner, app } = namesOf(domain)
  const passwords = await drawSecrets(join(folder.secrets, `${owner}.json`), [owner, app])
  return provision({ ...server, domain, ownerPassword: passwords[owner] ?? '', appPassword: passwords[app] ?? '' })
}

/** Removes a domain's database with all that is in it. */
export async function dropDomain({ adminUrl, caFile }: Where, domain: DatabaseName): Promise<void> {
  await withClient(adminUrl, (admin) => admin.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(namesOf(domain).database)} WITH (FORCE)`), caFile)
}
