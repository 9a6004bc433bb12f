import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, openSync, renameSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { repository } from './dataFolder.ts'
import { lastTrouble } from './logLines.ts'
import { OperatorError } from './operatorError.ts'

const READY_PATIENCE_MS = 120_000
const STOP_PATIENCE_MS = 20_000

/** How a service is run. */
export interface ServicePlan {
  readonly name: string
  /** The TypeScript file, from the repository's root, and its arguments. */
  readonly command: readonly [string, ...string[]]
  readonly environment: Readonly<Record<string, string | undefined>>
  /** What else of the runner's own environment it may see, such as the password of a mail server. @default nothing */
  readonly inherits?: readonly string[]
  readonly logFile: string
}

/** A process of the stack. */
export interface Service {
  readonly name: string
  readonly pid: number
  readonly logFile: string
  /** The ports that it said it listens on. */
  readonly ports: Readonly<Record<string, number>>
  /** Settles when the process has ended; says how. */
  readonly ended: Promise<string>
  /** Asks it to finish what it does and end; after 20 seconds it is ended. */
  stop(): Promise<void>
}

/**
 * A laptop runs the whole stack beside an editor and a browser. V8 sizes its heap by the machine and collects late, and glibc keeps memory apart for
 * each thread; told to be modest, the stack stays below 1 GB under load at the same rate of requests (`npm run bench graph`).
 */
const MODEST_HEAP = ['--max-old-space-size=256', '--max-semi-space-size=8']
const MODEST_ALLOCATOR = { MALLOC_ARENA_MAX: '2' }

/** Variables of the runner's own environment that a service may see. Everything else is said on purpose. */
const INHERITED = ['PATH', 'HOME', 'TMPDIR', 'TZ', 'LANG', 'SYSTEMROOT', 'NODE_COMPILE_CACHE', 'NODE_EXTRA_CA_CERTS', 'LOG_LEVEL']

/** Starts a service and waits until it says that it is ready. Throws OperatorError that names the log when it does not get so far. */
export async function startService(plan: ServicePlan): Promise<Service> {
  await mkdir(dirname(plan.logFile), { recursive: true, mode: 0o700 })
  if (existsSync(plan.logFile)) renameSync(plan.logFile, join(dirname(plan.logFile), `previous-${basename(plan.logFile)}`))
  const log = openSync(plan.logFile, 'a', 0o600)
  const inherited = Object.fromEntries([...INHERITED, ...(plan.inherits ?? [])].map((name) => [name, process.env[name]]))
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...MODEST_HEAP, ...plan.command], {
    cwd: repository,
    env: { ...MODEST_ALLOCATOR, ...inherited, ...plan.environment },
    stdio: ['ignore', log, log, 'ipc'],
    // A process group of its own: a Ctrl-C at the terminal reaches the runner alone, which stops the services in order.
    detached: process.platform !== 'win32',
  })
  const ended = endOf(child)
  const ready = await Promise.race([readyMessage(child), ended.then(() => undefined), sleep(READY_PATIENCE_MS, undefined, { ref: false })])
  if (ready === undefined) throw await explainFailure(plan, child, ended)
  return { name: plan.name, pid: child.pid ?? 0, logFile: plan.logFile, ports: ready, ended, stop: () => stop(child, ended) }
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`it could not be run: ${error.message}`))
    child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`))
  })
}

/** `{ ready: true, graphqlPort, internalPort }` over the channel; other messages are not for us. */
function readyMessage(child: ChildProcess): Promise<Readonly<Record<string, number>>> {
  return new Promise((resolve) => {
    child.on('message', (message) => {
      if (typeof message !== 'object' || message === null || !('ready' in message) || message.ready !== true) return
      resolve(Object.fromEntries(Object.entries(message).filter((entry): entry is [string, number] => typeof entry[1] === 'number')))
    })
  })
}

async function explainFailure({ name, logFile }: ServicePlan, child: ChildProcess, ended: Promise<string>): Promise<OperatorError> {
  const late = child.exitCode === null && child.signalCode === null
  if (late) child.kill('SIGKILL')
  const how = late ? `was not ready after ${READY_PATIENCE_MS / 1000} seconds` : `stopped while it started (${await ended})`
  return new OperatorError(`The service ${name} ${how}: ${await lastTrouble(logFile)} The whole log: ${logFile}`)
}

async function stop(child: ChildProcess, ended: Promise<string>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  const inTime = await Promise.race([ended.then(() => true), sleep(STOP_PATIENCE_MS, false, { ref: false })])
  if (!inTime) child.kill('SIGKILL')
  await ended
}
