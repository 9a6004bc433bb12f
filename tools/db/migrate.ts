import pg from 'pg'

import { namesOf } from '@agora/database/domains.ts'
import { readMigrations, type Migration } from '@agora/database/migrationFolder.ts'
import { withClient } from '@agora/database/provision.ts'

import { OperatorError } from '../start/operatorError.ts'
import type { Target } from './engine.ts'

/** How a database stands to its folder of migrations. */
export interface MigrationStatus {
  readonly applied: readonly string[]
  readonly pending: readonly string[]
  /** Applied once, but the script in the folder has changed since. */
  readonly edited: readonly string[]
  /** Begun and never finished. */
  readonly failed: readonly string[]
  /** Applied, but not in the folder: the database is ahead of this checkout. */
  readonly unknown: readonly string[]
}

interface AppliedRow {
  readonly name: string
  readonly checksum: string
  readonly finished: boolean
}

/** Compares `_prisma_migrations` with the folder. Pure. */
export function compareMigrations(rows: readonly AppliedRow[], migrations: readonly Migration[]): MigrationStatus {
  const byName = new Map(rows.map((row) => [row.name, row]))
  const inFolder = new Set(migrations.map(({ name }) => name))
  const finished = (name: string): boolean => byName.get(name)?.finished === true
  return {
    applied: migrations.filter(({ name }) => finished(name)).map(({ name }) => name),
    pending: migrations.filter(({ name }) => !byName.has(name)).map(({ name }) => name),
    edited: migrations.filter(({ name, checksum }) => finished(name) && byName.get(name)?.checksum !== checksum).map(({ name }) => name),
    failed: rows.filter((row) => !row.finished).map(({ name }) => name),
    unknown: rows.filter((row) => row.finished && !inFolder.has(row.name)).map(({ name }) => name),
  }
}

/** Reads how the database stands, without the engine: one statement. */
export async function migrationStatus({ domain, url, caFile }: Target): Promise<MigrationStatus> {
  const migrations = await readMigrations(domain)
  const rows = await withClient(url, readApplied, caFile)
  return compareMigrations(rows, migrations)
}

async function readApplied(client: pg.Client): Promise<readonly AppliedRow[]> {
  const { rows: found } = await client.query<{ exists: boolean }>("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists")
  if (found[0]?.exists !== true) return []
  const { rows } = await client.query<AppliedRow>(
    'SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY migration_name LIMIT 10000',
  )
  return rows
}

/**
 * Brings the database up to date and answers the names of what was applied now. The engine is loaded only when something is pending.
 * Throws OperatorError when the history in the database and in the folder do not fit.
 */
export async function migrate(target: Target): Promise<readonly string[]> {
  const status = await migrationStatus(target)
  refuseMisfit(target, status)
  if (status.pending.length === 0) return []
  const { applyMigrations } = await import('./engine.ts')
  const applied = await applyMigrations(target, await readMigrations(target.domain))
  await withClient(
    target.url,
    (owner) => owner.query(`REVOKE ALL ON _prisma_migrations FROM ${pg.escapeIdentifier(namesOf(target.domain).app)}`),
    target.caFile,
  )
  return applied
}

function refuseMisfit({ domain }: Target, { edited, failed, unknown }: MigrationStatus): void {
  const way = `begin anew with \`npm run db reset ${domain}\` (this deletes its data)`
  if (failed.length > 0)
    throw new OperatorError(`The migration ${failed.join(', ')} of ${domain} once failed half way: mend the database by hand or ${way}.`)
  if (edited.length > 0)
    throw new OperatorError(`The migration ${edited.join(', ')} of ${domain} was edited after it had been applied: restore the file or ${way}.`)
  if (unknown.length > 0)
    throw new OperatorError(
      `The database of ${domain} has the migration ${unknown.join(', ')}, which this checkout lacks: update the checkout or ${way}.`,
    )
}
