import { GraphQLError, type ExecutionResult } from 'graphql'

/** An answer that was made for another request, as this one's own: its errors carry this request's id. An answer without errors stays the same object. */
export function ownAnswer(answer: ExecutionResult, requestId: string): ExecutionResult {
  const { errors, extensions } = answer
  const denials = extensions?.['authorizationErrors']
  if (errors === undefined && denials === undefined) return answer
  return {
    ...answer,
    ...(errors === undefined ? {} : { errors: errors.map((error) => ownError(error, requestId)) }),
    ...(Array.isArray(denials)
      ? { extensions: { ...extensions, authorizationErrors: denials.map((error: GraphQLError) => ownError(error, requestId)) } }
      : {}),
  }
}

function ownError(error: GraphQLError, requestId: string): GraphQLError {
  if (typeof error.extensions['requestId'] !== 'string') return error
  return new GraphQLError(error.message, { path: error.path, extensions: { ...error.extensions, requestId } })
}
