import assert from 'node:assert/strict'

import type { ExecutionResult } from 'graphql'

interface Answered {
  readonly data?: unknown
  readonly errors?: readonly { readonly path?: readonly (string | number)[] | undefined }[] | undefined
}

/**
 * The data is the same to the byte, each null that an error explains there is explained here, and no error points at what the answer does not have. Of
 * what a null has swallowed, which error is told depends on who was asked first.
 */
export function assertAsExpected(answer: Answered, expected: ExecutionResult, told: string): void {
  assert.equal(JSON.stringify(answer.data), JSON.stringify(expected.data), told)
  const explained = nullsOf(answer)
  const silent = [...nullsOf(expected)].filter((place) => !explained.has(place))
  assert.deepEqual(silent, [], told)
  for (const { path } of answer.errors ?? []) assert.ok(leadsSomewhere(answer.data, path ?? ['nowhere']), `${path?.join('.')} of ${told}`)
}

/** Where an answer is null and has an error at that place or below. */
function nullsOf({ data, errors = [] }: Answered): Set<string> {
  return new Set(errors.map(({ path = [] }) => asFarAsThere(data, path).join('.')))
}

function asFarAsThere(answer: unknown, path: readonly (string | number)[]): readonly (string | number)[] {
  const [key, ...rest] = path
  if (key === undefined || typeof answer !== 'object' || answer === null) return []
  return [key, ...asFarAsThere((answer as Record<string, unknown>)[key], rest)]
}

/** Whether a path leads to something in an answer, or to where a null may have been something. */
function leadsSomewhere(answer: unknown, path: readonly (string | number)[]): boolean {
  const [key, ...rest] = path
  if (key === undefined || answer === null) return true
  return typeof answer === 'object' && Object.hasOwn(answer, key) && leadsSomewhere((answer as Record<string, unknown>)[key], rest)
}
