import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** Who runs where. */
export interface Cores {
  /** The routers' core. */
  readonly routers: number
  /** Everybody else's: load and subgraphs, as taskset writes a list. */
  readonly others: string
}

/** The last core for the routers, the rest for load and subgraphs; null where there is one core only. */
export function coresOf(count: number): Cores | null {
  if (count < 2) return null
  return { routers: count - 1, others: count === 2 ? '0' : `0-${count - 2}` }
}

/** Moves this process, and with it what it will start, off the routers' core. Null where the machine has one core only or no taskset. */
export function makeWay(): Cores | null {
  const cores = coresOf(availableParallelism())
  if (cores === null) return null
  const { status } = spawnSync('taskset', ['-a', '-c', '-p', cores.others, `${process.pid}`], { stdio: 'ignore' })
  return status === 0 ? cores : null
}

/** The command line on the routers' core. */
export const onRoutersCore = (cores: Cores | null, line: readonly string[]): readonly string[] =>
  cores === null ? line : ['taskset', '-c', `${cores.routers}`, ...line]
