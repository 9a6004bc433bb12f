import { spawn, type ChildProcess } from 'node:child_process'
import { openSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import pg from 'pg'

import { keeper } from '../start/keeper.ts'
import { OperatorError } from '../start/operatorError.ts'
import { BEGIN_ANEW, ensureCluster } from './cluster.ts'
import { freePort, isTaken } from './freePort.ts'
import { placeOf, type Place } from './place.ts'
import { clearStalePostmaster, isAlive, readPostmaster } from './postmaster.ts'

/** How a server is wanted. */
export interface PostgresOptions {
  /** The folder of the cluster's files; made when it is not there. */
  readonly dataDir: string
  /** The file that keeps the superuser's password (0600). */
  readonly passwordFile: string
  /** Where the server's own lines go. */
  readonly logFile: string
  /** @default 0, which means a free port */
  readonly port?: number
  /** False for tests: the data need not survive a crash of the machine. @default true */
  readonly durable?: boolean
}

/** A running server of ours. */
export interface Postgres {
  /** The superuser's URL, database `postgres`. */
  readonly url: string
  readonly port: number
  readonly pid: number
  /** Settles when the server has ended, whoever ended it. */
  readonly ended: Promise<void>
  /** Fast shutdown: open transactions are rolled back, committed data is on disk. */
  stop(): Promise<void>
}

const START_PATIENCE_MS = 60_000

/** Starts PostgreSQL 18 on 127.0.0.1. Throws OperatorError, one sentence with the way out, when it cannot. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const place = placeOf(options.dataDir)
  const password = await ensureCluster(place, options.passwordFile)
  await clearStalePostmaster(place.cluster)
  await mkdir(dirname(options.logFile), { recursive: true })
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port || (await freePort())
    if (options.port && (await isTaken(port)))
      throw new OperatorError(`The database's port ${port} is taken: choose another or stop what listens there.`)
    const child = runServer(place, port, options)
    const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
    const started = await waitUntilReady(child, url)
    if (started) return running({ child, url, port, cluster: place.cluster })
    const lines = (await readFile(options.logFile, 'utf8')).trim().split('\n').slice(-20)
    if (!options.port && attempt < 3 && lines.some((line) => line.includes('could not bind'))) continue
    const reason = lines.findLast((line) => /FATAL|PANIC/.test(line)) ?? lines.at(-1) ?? 'no reason given'
    throw new OperatorError(
      `PostgreSQL could not start on ${place.cluster}: ${reason.replace(/^.*?(FATAL|PANIC):\s*/, '')} (log: ${options.logFile}). ${BEGIN_ANEW}`,
    )
  }
}

function runServer({ cluster, binaries, account }: Place, port: number, { durable = true, logFile }: PostgresOptions): ChildProcess {
  const safety = durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_wal_size: '512MB' }
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '64MB',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...safety,
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const command = [join(binaries, 'bin', 'postgres'), '-D', cluster, '-p', String(port), ...flags]
  const log = openSync(logFile, 'a', 0o600)
  const shared = { cwd: cluster, env: {}, stdio: ['pipe', log, log] as ['pipe', number, number], ...account }
  const [file = '', ...rest] = command
  // A process group of its own: a Ctrl-C at the terminal reaches the runner alone, which stops the database last.
  return process.platform === 'win32'
    ? spawn(file, rest, shared)
    : spawn('/bin/sh', ['-c', keeper('INT'), 'keeper', ...command], { ...shared, detached: true })
}

async function waitUntilReady(child: ChildProcess, url: string): Promise<boolean> {
  const deadline = performance.now() + START_PATIENCE_MS
  while (child.exitCode === null && child.signalCode === null && performance.now() < deadline) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
    client.on('error', () => {})
    try {
      await client.connect()
      await client.end()
      return true
    } catch {
      await sleep(25)
    }
  }
  child.stdin?.destroy()
  return false
}

async function running({ child, url, port, cluster }: { child: ChildProcess; url: string; port: number; cluster: string }): Promise<Postgres> {
  const pid = (await readPostmaster(cluster))?.pid ?? child.pid ?? 0
  const ended = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve()
    else child.once('exit', () => resolve())
  })
  const stop = async (): Promise<void> => {
    child.stdin?.destroy()
    if (process.platform === 'win32') child.kill()
    const stopped = await Promise.race([ended.then(() => true), sleep(20_000, false, { ref: false })])
    if (!stopped && isAlive(pid)) process.kill(pid, 'SIGQUIT')
    await ended
  }
  return { url, port, pid, ended, stop }
}
