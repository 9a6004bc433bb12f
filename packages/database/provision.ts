import pg from 'pg'

import { readConnection } from './connection.ts'
import { namesOf, type DatabaseName } from './domains.ts'

const { escapeIdentifier: id, escapeLiteral: literal } = pg

/** Serialises all who make roles and databases on one server. */
const PROVISION_LOCK = 7_262_023

/** What is to exist on the server. */
export interface Provision {
  /** A role that may create roles and databases; its URL names any database. */
  readonly adminUrl: string
  readonly caFile?: string | undefined
  readonly domain: DatabaseName
  readonly ownerPassword: string
  readonly appPassword: string
  /** @default the domain's own */
  readonly database?: string
  /** A database to copy. @default the server's empty one */
  readonly template?: string
}

/** URLs of a domain's database. */
export interface DomainUrls {
  readonly ownerUrl: string
  readonly appUrl: string
}

/** The same server, other database or role. */
export function urlOf(url: string, { database, role, password }: { database: string; role?: string; password?: string }): string {
  const made = new URL(url)
  made.pathname = `/${database}`
  if (role !== undefined) made.username = role
  if (password !== undefined) made.password = password
  return made.href
}

/** Runs the work on one connection of its own. */
export async function withClient<Answer>(url: string, work: (client: pg.Client) => Promise<Answer>, caFile?: string): Promise<Answer> {
  const client = new pg.Client({ ...readConnection(url, caFile), connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/**
 * Makes a domain's roles and database unless they exist, and sets who may do what: the owner owns the database; the app role connects to this
 * database alone, reads and writes rows in tables that the owner makes now or later, and defines nothing. Runs as often as one likes.
 */
export async function provision(wanted: Provision): Promise<DomainUrls> {
  const names = namesOf(wanted.domain)
  const database = wanted.database ?? names.database
  await withClient(
    wanted.adminUrl,
    async (admin) => {
      await admin.query('SELECT pg_advisory_lock($1)', [PROVISION_LOCK])
      await ensureRole(admin, names.owner, wanted.ownerPassword)
      await ensureRole(admin, names.app, wanted.appPassword)
      await ensureDatabase(admin, { database, owner: names.owner, template: wanted.template ?? 'template0' })
    },
    wanted.caFile,
  )
  const ownerUrl = urlOf(wanted.adminUrl, { database, role: names.owner, password: wanted.ownerPassword })
  await withClient(ownerUrl, (owner) => setRights(owner, database, names), wanted.caFile)
  return { ownerUrl, appUrl: urlOf(wanted.adminUrl, { database, role: names.app, password: wanted.appPassword }) }
}

async function ensureRole(admin: pg.Client, role: string, password: string): Promise<void> {
  const { rowCount } = await admin.query('SELECT FROM pg_roles WHERE rolname = $1', [role])
  const rights = 'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS'
  // An administrator who is no superuser may not name SUPERUSER, REPLICATION or BYPASSRLS, so the rights are only said when the role is made.
  if (rowCount === 0) await admin.query(`CREATE ROLE ${id(role)} ${rights} PASSWORD ${literal(password)}`)
  else await admin.query(`ALTER ROLE ${id(role)} PASSWORD ${literal(password)}`)
}

async function ensureDatabase(admin: pg.Client, { database, owner, template }: { database: string; owner: string; template: string }): Promise<void> {
  const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [database])
  if (rowCount !== 0) return
  const { rows } = await admin.query<{ superuser: boolean }>('SELECT rolsuper AS superuser FROM pg_roles WHERE rolname = current_user')
  if (rows[0]?.superuser !== true) await admin.query(`GRANT ${id(owner)} TO CURRENT_USER`)
  await admin.query(
    `CREATE DATABASE ${id(database)} OWNER ${id(owner)} TEMPLATE ${id(template)}${template === 'template0' ? " ENCODING 'UTF8'" : ''}`,
  )
}

async function setRights(owner: pg.Client, database: string, names: { readonly owner: string; readonly app: string }): Promise<void> {
  const app = id(names.app)
  const future = `ALTER DEFAULT PRIVILEGES FOR ROLE ${id(names.owner)} IN SCHEMA public`
  await owner.query(`
    REVOKE ALL ON DATABASE ${id(database)} FROM PUBLIC;
    GRANT CONNECT ON DATABASE ${id(database)} TO ${app};
    REVOKE ALL ON SCHEMA public FROM PUBLIC;
    GRANT USAGE ON SCHEMA public TO ${app};
    ${future} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${app};
    ${future} GRANT USAGE, SELECT ON SEQUENCES TO ${app};
  `)
}
