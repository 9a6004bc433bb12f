import { codedError } from '@agora/errors/graphqlError.ts'
import { changeFlags } from '@agora/failure-flags/failureFlags.ts'
import { readFlags, writeFlags } from '@agora/failure-flags/flagsFile.ts'

import { notFound, onlyMethods, sendError, sendJson } from './answers.ts'
import type { Door, Exchange } from './exchange.ts'
import { isCalledLocally } from './isCalledLocally.ts'
import { readJsonBody } from './readJsonBody.ts'

const MAX_BODY_BYTES = 4096

/** Shows and changes what goes wrong on purpose. */
export function createFlagsDoor(file: string): Door {
  const show = (exchange: Exchange): void => sendJson(exchange, 200, readFlags(file))
  const change = async (exchange: Exchange): Promise<void> => {
    const asked = await readJsonBody(exchange, MAX_BODY_BYTES)
    if (!asked.ok) return sendError(exchange, asked.error)
    // Read, changed and written without a pause between, so that two changes at once are both kept.
    const changed = changeFlags(readFlags(file), asked.value)
    if (!changed.ok) return sendError(exchange, codedError('BAD_USER_INPUT', changed.error))
    writeFlags(file, changed.value)
    exchange.logger.warn({ flags: changed.value }, 'Failure flags were changed')
    sendJson(exchange, 200, changed.value)
  }
  const door = onlyMethods(['GET', 'HEAD', 'POST'], (exchange) => (exchange.method === 'POST' ? change(exchange) : show(exchange)))
  return (exchange) => (isCalledLocally(exchange) ? door(exchange) : notFound(exchange))
}
