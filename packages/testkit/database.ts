import { createHash, randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'

import pg from 'pg'

import { namesOf, type DatabaseName } from '@agora/database/domains.ts'
import { readMigrations, type Migration } from '@agora/database/migrationFolder.ts'
import { provision, urlOf, withClient, type DomainUrls } from '@agora/database/provision.ts'

/** A migrated database of a test's own. */
export interface TestDatabase extends DomainUrls {
  /** The server's superuser, connected to this database: for assertions about the catalogue. */
  readonly adminUrl: string
  readonly name: string
  /** Ends its connections and removes it. */
  drop(): Promise<void>
}

/** The server that tests make their databases on. Throws a sentence that says how to get one. */
export function testServerUrl(variables: NodeJS.ProcessEnv = process.env): string {
  const url = variables['TEST_POSTGRES_URL']
  if (url === undefined || url === '') {
    throw new Error(
      "This test needs a PostgreSQL server: run it by `npm run test:int -- path/to/the.int.spec.ts`, which starts one, or set TEST_POSTGRES_URL to a superuser's URL.",
    )
  }
  return url
}

const TEMPLATE_LOCK = 7_262_024
const digest = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Roles belong to the whole server and several test processes share it: everyone who knows its superuser derives the same password. */
const passwordOf = (adminUrl: string, role: string): string => digest(`${adminUrl} ${role}`)

/** Makes a migrated, empty database for the domain, copied from a template that the first caller of a run prepares. */
export async function createTestDatabase(domain: DatabaseName): Promise<TestDatabase> {
  const adminUrl = testServerUrl()
  const template = await ensureTemplate(adminUrl, domain)
  const name = `test_${domain}_${randomBytes(6).toString('hex')}`
  const urls = await provision({ ...base(adminUrl, domain), database: name, template })
  const drop = async (): Promise<void> => {
    await withClient(adminUrl, async (admin) => {
      await untilLeft(admin, name)
      await admin.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`)
    })
  }
  return { ...urls, adminUrl: urlOf(adminUrl, { database: name }), name, drop }
}

const LEAVING_MS = 1000

/** A pool's `end()` answers before its connections are closed: one that is cut off in that moment is an error that nobody listens for any more. */
async function untilLeft(admin: pg.Client, name: string): Promise<void> {
  const deadline = performance.now() + LEAVING_MS
  while (performance.now() < deadline) {
    const { rowCount } = await admin.query('SELECT FROM pg_stat_activity WHERE datname = $1', [name])
    if (rowCount === 0) return
    await wait(10)
  }
}

function base(adminUrl: string, domain: DatabaseName): { adminUrl: string; domain: DatabaseName; ownerPassword: string; appPassword: string } {
  const { owner, app } = namesOf(domain)
  return { adminUrl, domain, ownerPassword: passwordOf(adminUrl, owner), appPassword: passwordOf(adminUrl, app) }
}

/** The template's name carries the migrations' checksums: an edited migration makes another template. */
async function ensureTemplate(adminUrl: string, domain: DatabaseName): Promise<string> {
  const migrations = await readMigrations(domain)
  const template = `template_${domain}_${digest(migrations.map(({ checksum }) => checksum).join()).slice(0, 16)}`
  await withClient(adminUrl, async (admin) => {
    await admin.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK])
    const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [template])
    if (rowCount === 0) await makeTemplate(admin, { adminUrl, domain, template, migrations })
  })
  return template
}

interface TemplateOrder {
  readonly adminUrl: string
  readonly domain: DatabaseName
  readonly template: string
  readonly migrations: readonly Migration[]
}

/** Built under another name and renamed when it is whole: a failed migration leaves no half template. The scripts run as they are, without the engine. */
async function makeTemplate(admin: pg.Client, { adminUrl, domain, template, migrations }: TemplateOrder): Promise<void> {
  const half = `${template}_half`
  await admin.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(half)} WITH (FORCE)`)
  const { ownerUrl } = await provision({ ...base(adminUrl, domain), database: half })
  await withClient(ownerUrl, async (owner) => {
    for (const { name, sql } of migrations) {
      await owner.query(sql).catch((error: unknown) => {
        throw new Error(`migration ${name} of ${domain} failed: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
      })
    }
  })
  await admin.query(`ALTER DATABASE ${pg.escapeIdentifier(half)} RENAME TO ${pg.escapeIdentifier(template)}`)
}
