import { fail, ok, type Result } from '@agora/errors/result.ts'

const SUSPECT = /__proto__|\\u00/i

/**
 * Reads JSON from outside without its keys `__proto__`, written plainly or with escapes: code that copies such an object key by key would change what
 * every other object inherits. No GraphQL name that could be meant begins with two underscores, so nothing is lost.
 */
export function parseJson(text: string): Result<unknown, 'malformed'> {
  try {
    return ok(SUSPECT.test(text) ? JSON.parse(text, dropPrototype) : JSON.parse(text))
  } catch {
    return fail('malformed')
  }
}

/** A reviver's undefined removes the key. */
function dropPrototype(key: string, value: unknown): unknown {
  return key === '__proto__' ? undefined : value
}
