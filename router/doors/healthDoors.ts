import type { Readiness } from '../traffic/readiness.ts'
import { onlyMethods, sendJson } from './answers.ts'
import type { Doors } from './serveDoors.ts'

/** `/health` says that the process lives; `/ready` that it should be sent requests. */
export function createHealthDoors(readiness: () => Promise<Readiness>): Doors {
  const methods = ['GET', 'HEAD']
  return {
    '/health': onlyMethods(methods, (exchange) => sendJson(exchange, 200, { status: 'ok' })),
    '/ready': onlyMethods(methods, async (exchange) => {
      const { ready, parts } = await readiness()
      sendJson(exchange, ready ? 200 : 503, { status: ready ? 'ready' : 'not ready', parts })
    }),
  }
}
