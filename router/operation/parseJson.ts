import { fail, ok, type Result } from '@agora/errors/result.ts'

const SUSPECT = /__proto__|\\u00/i

/** Nothing that a schema names is nested deeper; what is would overflow the stack of whoever writes it down again. */
const MAX_NESTING = 64

/**
 * Reads JSON from outside, at most 64 levels deep and without its keys `__proto__`, written plainly or with escapes: code that copies such an object
 * key by key would change what every other object inherits. No GraphQL name that could be meant begins with two underscores, so nothing is lost.
 */
export function parseJson(text: string): Result<unknown, 'malformed'> {
  try {
    const value: unknown = SUSPECT.test(text) ? JSON.parse(text, dropPrototype) : JSON.parse(text)
    return isNestedDeeper(value, MAX_NESTING) ? fail('malformed') : ok(value)
  } catch {
    return fail('malformed')
  }
}

/** A reviver's undefined removes the key. */
function dropPrototype(key: string, value: unknown): unknown {
  return key === '__proto__' ? undefined : value
}

function isNestedDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((item) => isNestedDeeper(item, levels - 1))
}
