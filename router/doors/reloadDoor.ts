import { codedError } from '@agora/errors/graphqlError.ts'

import type { ReloadOutcome } from '../reload/reloads.ts'
import { onlyMethods, sendError, sendJson } from './answers.ts'
import { headerOf, type Door } from './exchange.ts'

/** Reloads and answers what became of it: 200, or 422 where the old generation serves on. No page may ask: browsers say where a POST comes from. */
export function createReloadDoor(reload: () => Promise<ReloadOutcome>): Door {
  return onlyMethods(['POST'], async (exchange) => {
    if (headerOf(exchange, 'origin') !== undefined) return sendError(exchange, codedError('BAD_REQUEST', 'Pages may not reload the router.'))
    const outcome = await reload()
    sendJson(exchange, outcome.outcome === 'reloaded' ? 200 : 422, outcome)
  })
}
