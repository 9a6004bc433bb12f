import { codedError } from '@agora/errors/graphqlError.ts'

import type { Purge } from '../cache/purge.ts'
import { onlyMethods, sendError, sendJson } from './answers.ts'
import { headerOf, type Door } from './exchange.ts'
import { readJsonBody } from './readJsonBody.ts'

const MAX_BODY_BYTES = 256 * 1024

/** Forgets what it is told to forget of what the router keeps: 200, 400 where that cannot be understood, 503 where Redis is away. No page may ask. */
export function createPurgeDoor(purge: Purge): Door {
  return onlyMethods(['POST'], async (exchange) => {
    if (headerOf(exchange, 'origin') !== undefined) return sendError(exchange, codedError('BAD_REQUEST', 'Pages may not purge the cache.'))
    const asked = await readJsonBody(exchange, MAX_BODY_BYTES)
    if (!asked.ok) return sendError(exchange, asked.error)
    const purged = await purge(asked.value)
    if (!purged.ok) return sendError(exchange, purged.error)
    exchange.logger.info(purged.value, 'The cache was purged')
    sendJson(exchange, 200, purged.value)
  })
}
