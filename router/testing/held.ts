import { createHook } from 'node:async_hooks'
import { readdirSync, readFileSync } from 'node:fs'

/** What this process holds of the system; of Linux alone. */
export interface Held {
  readonly children: number
  /** Sockets, pipes and files. */
  readonly descriptors: number
  /** Timers that are set, those included that keep nobody. */
  readonly timers: number
}

/** Counts, from now on. */
export function countHeld(): { now(): Held; stop(): void } {
  const timers = new Set<number>()
  const hook = createHook({
    init: (id, type) => void (type === 'Timeout' && timers.add(id)),
    destroy: (id) => void timers.delete(id),
  }).enable()
  return {
    now: () => ({ children: childrenOf(process.pid), descriptors: readdirSync('/proc/self/fd').length, timers: timers.size }),
    stop: () => void hook.disable(),
  }
}

/** The processes that a process has started and that have not ended. */
export function childrenOf(pid: number): number {
  const tasks = readdirSync(`/proc/${pid}/task`)
  const lists = tasks.map((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim())
  return lists.flatMap((list) => (list === '' ? [] : list.split(' '))).length
}
