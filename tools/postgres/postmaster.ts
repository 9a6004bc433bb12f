import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { OperatorError } from '../start/operatorError.ts'
import { isTaken } from './freePort.ts'

/** What a running server says of itself in `postmaster.pid`. */
export interface Postmaster {
  readonly pid: number
  readonly port: number
}

/** Reads `postmaster.pid` of a cluster; undefined when no server has left one. */
export async function readPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')
  const [pid, , , port] = text.split('\n').map(Number)
  return pid === undefined || !(pid > 0) ? undefined : { pid, port: port ?? 0 }
}

/** Whether a process with this id exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/**
 * Clears the way for a new server. A file whose process is gone, or whose id now belongs to something that does not listen, is stale and removed;
 * a server that is still stopping is waited for. Throws OperatorError when a server really runs on the folder.
 */
export async function clearStalePostmaster(cluster: string, patienceMs = 10_000): Promise<void> {
  const deadline = performance.now() + patienceMs
  for (;;) {
    const found = await readPostmaster(cluster)
    if (found === undefined) return
    if (!isAlive(found.pid) || !(await isTaken(found.port))) return rm(join(cluster, 'postmaster.pid'), { force: true })
    if (performance.now() > deadline) {
      throw new OperatorError(
        `A PostgreSQL (process ${found.pid}) already runs on ${cluster}: stop it with \`kill -INT ${found.pid}\` and start again.`,
      )
    }
    await sleep(100)
  }
}
