import type { GraphQLError } from 'graphql'

import { codedError } from '@agora/errors/graphqlError.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'
import { readBody } from '@agora/http-server/readBody.ts'

import { headerOf, type Exchange } from './exchange.ts'

/** Reads the JSON of a request. Nothing else is taken: a page of somebody else's cannot send that here without asking first, and nobody would answer it. */
export async function readJsonBody(exchange: Exchange, maxBytes: number): Promise<Result<unknown, GraphQLError>> {
  const [type] = (headerOf(exchange, 'content-type') ?? '').split(';')
  if (type?.trim().toLowerCase() !== 'application/json') return fail(codedError('UNSUPPORTED_MEDIA_TYPE', 'Only application/json is taken here.'))
  const body = await readBody(exchange.request, maxBytes)
  if (!body.ok) return fail(codedError('PAYLOAD_TOO_LARGE', `The body is longer than ${maxBytes} bytes.`))
  try {
    return ok(JSON.parse(body.value.toString()))
  } catch {
    return fail(codedError('BAD_REQUEST', 'The body is not JSON.'))
  }
}
