import { setTimeout as sleep } from 'node:timers/promises'

import pg from 'pg'

import { startPostgres, type Postgres } from '../../../tools/postgres/startPostgres.ts'
import type { DataFolder } from '../../../tools/start/dataFolder.ts'

/** A PostgreSQL that is struck. */
export interface StruckServer {
  readonly adminUrl: string
  /** Ends the postmaster as a power cut would; what it had committed is on the disk. */
  kill(): Promise<void>
  /** Ends one of its processes: the server puts all of them to death and recovers by itself. */
  killBackend(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
}

const COME_BACK_WITHIN_MS = 60_000
const ANY_BACKEND = `SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() ORDER BY query_start DESC LIMIT 1`

/** Starts it. It keeps its promises as in production: every commit waits for the disk. */
export async function startServer(folder: DataFolder, port: number): Promise<StruckServer> {
  const options = { dataDir: folder.cluster, passwordFile: folder.superuserPassword, logFile: folder.log('postgres'), port, durable: true }
  let server: Postgres = await startPostgres(options)
  const start = async (deadline: number): Promise<void> => {
    try {
      server = await startPostgres(options)
    } catch (error) {
      // Its orphans hold the shared memory for a moment longer.
      if (performance.now() > deadline) throw error
      await sleep(100)
      await start(deadline)
    }
  }
  return {
    adminUrl: server.url,
    async kill() {
      process.kill(server.pid, 'SIGKILL')
      await server.ended
    },
    killBackend: () => killBackend(server.url),
    start: () => start(performance.now() + COME_BACK_WITHIN_MS),
    stop: () => server.stop(),
  }
}

/** Nothing is killed when the server cannot be asked: it is down already, or recovers from another blow. */
async function killBackend(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ pid: number }>(ANY_BACKEND)
    if (rows[0] !== undefined) process.kill(rows[0].pid, 'SIGKILL')
  } catch {
    // Said above.
  } finally {
    await client.end().catch(() => undefined)
  }
}
