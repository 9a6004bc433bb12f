import { randomBytes } from 'node:crypto'

import pg from 'pg'

import { namesOf, type DatabaseName } from '@agora/database/domains.ts'
import type { Migration } from '@agora/database/migrationFolder.ts'
import { urlOf, withClient } from '@agora/database/provision.ts'

import { applyMigrations, type Target } from './engine.ts'

/** A server where databases may be made and dropped. */
export interface Server {
  /** A role that may create databases. */
  readonly adminUrl: string
  readonly caFile?: string | undefined
}

/** Runs the work on a new, empty database that goes away afterwards. It is reached as the administrator: its owner does not matter. */
async function withScratch<Answer>({ adminUrl, caFile }: Server, domain: DatabaseName, work: (target: Target) => Promise<Answer>): Promise<Answer> {
  const name = `scratch_${namesOf(domain).database}_${randomBytes(6).toString('hex')}`
  const identifier = pg.escapeIdentifier(name)
  await withClient(adminUrl, (admin) => admin.query(`CREATE DATABASE ${identifier} TEMPLATE template0 ENCODING 'UTF8'`), caFile)
  try {
    return await work({ domain, url: urlOf(adminUrl, { database: name }), caFile })
  } finally {
    await withClient(adminUrl, (admin) => admin.query(`DROP DATABASE IF EXISTS ${identifier} WITH (FORCE)`), caFile)
  }
}

/** The same with the migrations applied. */
export const withMigrated = <Answer>(
  server: Server,
  { domain, migrations }: { domain: DatabaseName; migrations: readonly Migration[] },
  work: (target: Target) => Promise<Answer>,
): Promise<Answer> =>
  withScratch(server, domain, async (target) => {
    if (migrations.length > 0) await applyMigrations(target, migrations)
    return work(target)
  })
