import type { GraphQLError } from 'graphql'

import { codedError } from '@agora/errors/graphqlError.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'
import { changeFlags } from '@agora/failure-flags/failureFlags.ts'
import { readFlags, writeFlags } from '@agora/failure-flags/flagsFile.ts'
import { readBody } from '@agora/http-server/readBody.ts'

import { notFound, onlyMethods, sendError, sendJson } from './answers.ts'
import { headerOf, type Door, type Exchange } from './exchange.ts'
import { isCalledLocally } from './isCalledLocally.ts'

const MAX_BODY_BYTES = 4096

/**
 * Shows and changes what goes wrong on purpose. Only JSON is taken: a page of somebody else's cannot send that here without asking first, and nobody
 * would answer it.
 */
export function createFlagsDoor(file: string): Door {
  const show = (exchange: Exchange): void => sendJson(exchange, 200, readFlags(file))
  const change = async (exchange: Exchange): Promise<void> => {
    const asked = await readJson(exchange)
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

async function readJson(exchange: Exchange): Promise<Result<unknown, GraphQLError>> {
  const [type] = (headerOf(exchange, 'content-type') ?? '').split(';')
  if (type?.trim().toLowerCase() !== 'application/json') return fail(codedError('UNSUPPORTED_MEDIA_TYPE', 'Flags are sent as application/json.'))
  const body = await readBody(exchange.request, MAX_BODY_BYTES)
  if (!body.ok) return fail(codedError('PAYLOAD_TOO_LARGE', `The body is longer than ${MAX_BODY_BYTES} bytes.`))
  try {
    return ok(JSON.parse(body.value.toString()))
  } catch {
    return fail(codedError('BAD_REQUEST', 'The body is not JSON.'))
  }
}
