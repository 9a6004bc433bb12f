import { randomInt } from 'node:crypto'

import { isTaken } from '../../../tools/postgres/freePort.ts'

/** Below the ports that systems give to outgoing connections: while a process is down, nobody's connection takes its place. */
const LOWEST = 15_000
const HIGHEST = 30_000

/** Hands out ports of the loopback that stay free for a process which is killed and comes back to the same address. */
export function createPorts(): () => Promise<number> {
  const given = new Set<number>()
  return async () => {
    for (;;) {
      const port = randomInt(LOWEST, HIGHEST)
      if (given.has(port) || (await isTaken(port))) continue
      given.add(port)
      return port
    }
  }
}
