/**
 * Adds the request id to the errors of an answer that failed before its execution began; those of an execution carry it already. Errors come
 * first in an answer, so one look at its beginning leaves all others untouched.
 */
export function addRequestId(answer: string, requestId: string): string {
  if (!answer.startsWith('{"errors":[') || answer.includes(`"requestId":${JSON.stringify(requestId)}`)) return answer
  const parsed = JSON.parse(answer) as { readonly errors: readonly { readonly extensions?: object }[] }
  const errors = parsed.errors.map((error) => ({ ...error, extensions: { ...error.extensions, requestId } }))
  return JSON.stringify({ ...parsed, errors })
}
