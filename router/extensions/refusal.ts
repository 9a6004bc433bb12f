import { HeaderMap } from '@apollo/server'
import { GraphQLError, type ExecutionResult } from 'graphql'

import { errorCodes, type ErrorCodeName } from '@agora/errors/codes.ts'

/** The error, telling Apollo Server the status that the catalogue has for its code and, where it names a wait, `Retry-After`. */
export function withStatus(error: GraphQLError): GraphQLError {
  const { status } = errorCodes[error.extensions['code'] as ErrorCodeName]
  const seconds = error.extensions['retryAfterSeconds']
  const http = typeof seconds === 'number' ? { status, headers: new HeaderMap([['retry-after', String(seconds)]]) } : { status }
  return new GraphQLError(error.message, { extensions: { ...error.extensions, http } })
}

/** The answer to an operation that is not answered: the error alone, with its status. */
export function refuse({ message, extensions }: GraphQLError, requestId: string): ExecutionResult {
  return { errors: [withStatus(new GraphQLError(message, { extensions: { ...extensions, requestId } }))] }
}

/** Whether an answer is a refusal of the whole request. */
export function isRefusal({ errors }: ExecutionResult): boolean {
  return errors?.some(({ extensions }) => extensions['http'] !== undefined) === true
}
