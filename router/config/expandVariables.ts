import { fail, ok, type Result } from '@agora/errors/result.ts'

const PLACEHOLDER = /\$\{env\.([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g
const WHOLE = /^\$\{env\.[^}]*\}$/

/** Looks up a variable of the environment; an empty one counts as unset. */
export type Lookup = (name: string) => string | undefined

/**
 * Replaces `${env.NAME}` and `${env.NAME:-default}` in the strings of a parsed config, never in its keys, so that a variable's value can
 * add no structure. A value that is nothing but a placeholder with an empty outcome is left out, as if the line were not there.
 * Fails with the names of the variables that have neither a value nor a default.
 */
export function expandVariables(config: unknown, lookup: Lookup): Result<unknown, readonly string[]> {
  const missing: string[] = []
  const expandText = (text: string): string | undefined => {
    const expanded = text.replace(PLACEHOLDER, (_, name: string, fallback: string | undefined) => {
      const value = lookup(name) || fallback
      if (value === undefined) missing.push(name)
      return value ?? ''
    })
    return expanded === '' && WHOLE.test(text) ? undefined : expanded
  }
  const expand = (value: unknown): unknown => {
    if (typeof value === 'string') return expandText(value)
    if (Array.isArray(value)) return value.map(expand).filter((item) => item !== undefined)
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value).map(([key, child]) => [key, expand(child)] as const)
    return Object.fromEntries(entries.filter(([, child]) => child !== undefined))
  }
  const expanded = expand(config)
  return missing.length === 0 ? ok(expanded) : fail(missing)
}
