import { HeaderMap } from '@apollo/server'
import { GraphQLError, type ExecutionResult } from 'graphql'

import { errorCodes, type ErrorCodeName } from '@agora/errors/codes.ts'

import type { RequestContext } from '../telemetry/requestContext.ts'
import type { ClientAnswer } from './extension.ts'

/** What an error that refuses a whole request says of HTTP; names of headers in lower case. */
export interface Head {
  readonly status: number
  readonly headers?: ReadonlyMap<string, string>
}

/** The error, telling Apollo Server a status, unless another is given the one that the catalogue has for its code, and, where it names a wait, `Retry-After`. */
export function withStatus(error: GraphQLError, status: number = catalogued(error)): GraphQLError {
  const seconds = error.extensions['retryAfterSeconds']
  const http = typeof seconds === 'number' ? { status, headers: new HeaderMap([['retry-after', String(seconds)]]) } : { status }
  return new GraphQLError(error.message, { extensions: { ...error.extensions, http } })
}

function catalogued({ extensions }: GraphQLError): number {
  return errorCodes[extensions['code'] as ErrorCodeName].status
}

/** The answer to an operation that is not answered: the error alone, with its status. */
export function refuse({ message, extensions }: GraphQLError, requestId: string, status?: number): ExecutionResult {
  return { errors: [withStatus(new GraphQLError(message, { extensions: { ...extensions, requestId } }), status)] }
}

/** What an error says of HTTP; undefined where it says nothing. */
export function headOf({ extensions }: GraphQLError): Head | undefined {
  return extensions['http'] as Head | undefined
}

/** Whether an answer is a refusal of the whole request. */
export function isRefusal({ errors }: ExecutionResult): boolean {
  return errors?.some((error) => headOf(error) !== undefined) === true
}

/** A refusal in the shape of a GraphQL answer. */
export function refusalText(error: GraphQLError, requestId: string): string {
  return JSON.stringify({ errors: [{ message: error.message, extensions: { ...error.extensions, requestId } }] })
}

const CHALLENGES: Readonly<Record<string, string>> = { UNAUTHENTICATED: 'Bearer error="invalid_token"', AUTH_ERROR: 'Bearer' }

/** The answer to a whole request that is not answered, in the shape of a GraphQL answer; the status is the catalogue's for the error's code, unless another is given. */
export function refuseRequest(
  error: GraphQLError,
  { requestId, note }: Pick<RequestContext, 'requestId' | 'note'>,
  status: number = catalogued(error),
): ClientAnswer {
  const { code, retryAfterSeconds: seconds } = error.extensions
  note({ code })
  const challenge = CHALLENGES[String(code)]
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    ...(typeof seconds === 'number' ? { 'retry-after': String(seconds) } : {}),
    ...(challenge === undefined ? {} : { 'www-authenticate': challenge }),
  }
  return { status, headers, body: refusalText(error, requestId) }
}
