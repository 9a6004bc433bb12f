import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { openSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { connect } from 'node:net'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

import { freePort } from '../postgres/freePort.ts'
import { keeper } from '../start/keeper.ts'
import { OperatorError } from '../start/operatorError.ts'

/** How a Redis is wanted. */
export interface RedisOptions {
  /** Its working folder; nothing is kept in it. */
  readonly folder: string
  readonly logFile: string
  /** Where it listened before, to come back to the same address. @default 0, which means a free port */
  readonly port?: number
}

/** A running Redis of ours, empty at first. */
export interface RunningRedis {
  /** `redis://host:port` */
  readonly url: string
  readonly port: number
  /** Settles when it has ended, whoever ended it. */
  readonly ended: Promise<void>
  stop(): Promise<void>
  /** Ends it without warning, as a crash would. */
  kill(): Promise<void>
  /** Lets it hold its connections and answer nothing, until it is thawed. */
  freeze(): void
  thaw(): void
}

const START_PATIENCE_MS = 20_000

/** Says in a sentence what this machine lacks for Redis; undefined when nothing. */
export const missingForRedis = (): Promise<string | undefined> =>
  promisify(execFile)('redis-server', ['--version']).then(
    () => undefined,
    () => 'Redis (`redis-server`) is not on the PATH',
  )

/** Starts Redis on 127.0.0.1, in memory alone. Throws OperatorError, one sentence with the way out, when it cannot. */
export async function startRedis({ folder, logFile, port: wanted = 0 }: RedisOptions): Promise<RunningRedis> {
  const missing = await missingForRedis()
  if (missing !== undefined) throw new OperatorError(`${missing}: install it (Debian: redis-server), or leave out Redis.`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await mkdir(dirname(logFile), { recursive: true })
  const port = wanted || (await freePort())
  const log = openSync(logFile, 'a', 0o600)
  const settings = ['--bind', '127.0.0.1', '--port', String(port), '--save', '', '--appendonly', 'no', '--dir', folder]
  // A process group of its own: a Ctrl-C at the terminal reaches the runner alone.
  const stdio = ['pipe', log, log] as ['pipe', number, number]
  const child = spawn('/bin/sh', ['-c', keeper('TERM'), 'keeper', 'redis-server', ...settings], { cwd: folder, stdio, detached: true })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  if (!(await answers(child, port))) {
    child.stdin?.destroy()
    throw new OperatorError(`Redis could not start on port ${port} (log: ${logFile}).`)
  }
  const signal = (name: NodeJS.Signals): void => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, name)
  }
  const end = async (how: () => void): Promise<void> => {
    how()
    // What is frozen hears nothing but SIGKILL.
    signal('SIGCONT')
    await ended
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    ended,
    stop: () => end(() => child.stdin?.destroy()),
    kill: () => end(() => signal('SIGKILL')),
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
  }
}

async function answers(child: ChildProcess, port: number): Promise<boolean> {
  const deadline = performance.now() + START_PATIENCE_MS
  while (child.exitCode === null && child.signalCode === null && performance.now() < deadline) {
    if (await pongs(port)) return true
    await sleep(20)
  }
  return false
}

const pongs = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => void socket.write('PING\r\n'))
    const settle = (answered: boolean): void => {
      resolve(answered)
      socket.destroy()
    }
    socket.setTimeout(1000, () => settle(false))
    socket.once('data', (data) => settle(data.toString() === '+PONG\r\n')).once('error', () => settle(false))
  })
