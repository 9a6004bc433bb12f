import { readFile } from 'node:fs/promises'

import { withClient } from '@agora/database/provision.ts'

import { isTaken } from '../postgres/freePort.ts'
import { placeOf } from '../postgres/place.ts'
import { isAlive, readPostmaster } from '../postgres/postmaster.ts'
import { startPostgres } from '../postgres/startPostgres.ts'
import type { DataFolder } from './dataFolder.ts'
import { OperatorError } from './operatorError.ts'

const OLDEST_MAJOR = 16

/** The PostgreSQL server of a stack. */
export interface DatabaseServer {
  readonly adminUrl: string
  readonly caFile: string | undefined
  /** Whether the server is ours: started from npm, on the loopback. */
  readonly embedded: boolean
  /** Settles when an embedded server ends, expected or not; never for another's server. */
  readonly ended: Promise<void>
  stop(): Promise<void>
}

/** Which server is wanted. */
export interface DatabaseWish {
  readonly folder: DataFolder
  /** A server of one's own: `postgres://…` of a role that may create databases and roles. */
  readonly url?: string | undefined
  readonly caFile?: string | undefined
  /** @default true */
  readonly durable?: boolean
}

const never = new Promise<void>(() => {})
const nothing = async (): Promise<void> => {}

/** Starts the embedded server, or checks the one that the URL names. Throws OperatorError. */
export async function openDatabase({ folder, url, caFile, durable = true }: DatabaseWish): Promise<DatabaseServer> {
  if (url !== undefined) return external(url, caFile)
  const server = await startPostgres({ dataDir: folder.cluster, passwordFile: folder.superuserPassword, logFile: folder.log('postgres'), durable })
  return { adminUrl: server.url, caFile: undefined, embedded: true, ended: server.ended, stop: server.stop }
}

/** The same, but uses the embedded server that another process of this clone already runs. */
export async function joinDatabase(wish: DatabaseWish): Promise<DatabaseServer> {
  const running = wish.url === undefined ? await readPostmaster(placeOf(wish.folder.cluster).cluster) : undefined
  if (running === undefined || !isAlive(running.pid) || !(await isTaken(running.port))) return openDatabase(wish)
  const password = (await readFile(wish.folder.superuserPassword, 'utf8')).trim()
  return {
    adminUrl: `postgres://postgres:${password}@127.0.0.1:${running.port}/postgres`,
    caFile: undefined,
    embedded: true,
    ended: never,
    stop: nothing,
  }
}

async function external(url: string, caFile: string | undefined): Promise<DatabaseServer> {
  const major = await withClient(url, majorVersion, caFile).catch((error: unknown) => {
    throw new OperatorError(
      `The database ${withoutPassword(url)} cannot be reached: ${error instanceof Error ? error.message : String(error)}. Check --database-url, or leave it out for the embedded one.`,
    )
  })
  if (major < OLDEST_MAJOR)
    throw new OperatorError(`The database ${withoutPassword(url)} is PostgreSQL ${major}, and Agora needs ${OLDEST_MAJOR} or newer.`)
  return { adminUrl: url, caFile, embedded: false, ended: never, stop: nothing }
}

async function majorVersion(client: Parameters<Parameters<typeof withClient>[1]>[0]): Promise<number> {
  const { rows } = await client.query<{ version: number }>("SELECT current_setting('server_version_num')::int / 10000 AS version")
  return rows[0]?.version ?? 0
}

function withoutPassword(url: string): string {
  if (!URL.canParse(url)) return 'given'
  const shown = new URL(url)
  shown.password = ''
  return shown.href
}
