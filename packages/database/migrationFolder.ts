import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { DatabaseName } from './domains.ts'

/** One migration as it lies in the repository. */
export interface Migration {
  /** `<timestamp>_<name>`; the order of names is the order of application. */
  readonly name: string
  readonly sql: string
  /** SHA-256 of the script in hexadecimal, as `_prisma_migrations.checksum` keeps it. */
  readonly checksum: string
}

const root = join(import.meta.dirname, '..', '..', 'prisma')

/** The folder of a domain's schema and migrations. */
export const domainFolder = (domain: DatabaseName): string => join(root, domain)

/** A domain's migrations, oldest first; none when it has no folder yet. */
export async function readMigrations(domain: DatabaseName): Promise<readonly Migration[]> {
  const folder = join(domainFolder(domain), 'migrations')
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return Promise.all(names.toSorted().map((name) => readMigration(folder, name)))
}

async function readMigration(folder: string, name: string): Promise<Migration> {
  const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8')
  return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
}
