import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

import { request } from 'undici'

import { freePort } from '../../tools/postgres/freePort.ts'
import type { Contestant, Start } from './contestants.ts'
import { endWithUs } from './endWithUs.ts'
import { onRoutersCore, type Cores } from './pinning.ts'

/** A router that answers. */
export interface Running {
  readonly name: string
  readonly pid: number
  readonly origin: string
  readonly path: string
  stop(): Promise<void>
}

/** What a router is started with. */
export interface Surroundings extends Omit<Start, 'port'> {
  readonly cores: Cores | null
  /** For what it writes to its standard error. */
  readonly folder: string
  /** A token that it should accept. */
  readonly token: string
}

const PATHS = ['/graphql', '/']
const PATIENCE_MS = 90_000

/** Starts a router in a process group of its own, as one is run in production, and waits until it answers. Throws with its last words when it does not. */
export async function startContestant({ name, command }: Contestant, { cores, folder, token, ...start }: Surroundings): Promise<Running> {
  const port = await freePort()
  const { line, environment } = command({ ...start, port })
  const [program = '', ...given] = onRoutersCore(cores, line)
  const lastWords = join(folder, `${name.replaceAll(/\W+/g, '-')}.log`)
  const log = openSync(lastWords, 'w', 0o600)
  const env = { ...process.env, NODE_ENV: 'production', APOLLO_TELEMETRY_DISABLED: 'true', ...environment }
  const child = spawn(program, given, { detached: true, stdio: ['ignore', 'ignore', log], env })
  closeSync(log)
  const callOff = endWithUs(() => signalGroup(child, 'SIGKILL'))
  const stop = (): Promise<void> => end(child).finally(callOff)
  const origin = `http://127.0.0.1:${port}`
  const path = await answeringPath(child, { origin, token })
  if (path !== undefined) return { name, pid: child.pid ?? 0, origin, path, stop }
  const { exitCode } = child
  await stop()
  throw new Error(
    `${name} did not answer (exit code ${exitCode ?? 'none: it was ended'}); its last words on standard error: ${readFileSync(lastWords, 'utf8').slice(-2000)}`,
  )
}

async function answeringPath(
  child: ChildProcess,
  { origin, token }: { readonly origin: string; readonly token: string },
): Promise<string | undefined> {
  const until = performance.now() + PATIENCE_MS
  while (child.exitCode === null && performance.now() < until) {
    for (const path of PATHS) if (await answers(`${origin}${path}`, token)) return path
    await wait(100)
  }
  return undefined
}

async function answers(url: string, token: string): Promise<boolean> {
  try {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
    const answer = await request(url, { method: 'POST', headers, body: '{"query":"{ __typename }"}' })
    return (await answer.body.text()).includes('"__typename":"Query"') && answer.statusCode === 200
  } catch {
    return false
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  signalGroup(child, 'SIGTERM')
  await Promise.race([ended, wait(5000, undefined, { ref: false }).then(() => signalGroup(child, 'SIGKILL'))])
  await ended
}

/** To the whole group: a router may have workers, and a shell stands before a peer. */
function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal)
  } catch {
    // It is gone already.
  }
}
