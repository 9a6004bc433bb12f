import { setValue, valueOf } from './names.ts'

/** Whether this process may turn text into code: `--disallow-code-generation-from-strings` forbids it. */
export const canGenerate: boolean = (() => {
  try {
    return new Function('return true')() === true
  } catch {
    return false
  }
})()

/**
 * Turns source text into a function. The text is the body of a function that returns one; it sees `own`, `put` and what `given` names, nothing else.
 * Only numbers, names through `quoted` and fixed text may be in it.
 */
export function generate<Made>(source: string, given: Readonly<Record<string, unknown>>): Made {
  const names = ['own', 'put', ...Object.keys(given)]
  const make = new Function(...names, `"use strict";${source}`) as (...values: unknown[]) => Made
  return make(valueOf, setValue, ...Object.values(given))
}
