import { z } from 'zod'

import { fail, ok, type Result } from '@agora/errors/result.ts'

/** What is wrong with a field of an input. */
export interface InputFault {
  readonly message: string
  /** The path from the argument `input` on. */
  readonly field: readonly string[] | null
}

// Also the marks that turn the direction of what follows: a name must not rearrange the page it stands on.
const CONTROL = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/u

const composed = (max: number): z.ZodString =>
  z
    .string()
    .max(max * 4, `must have at most ${max} characters`)
    .normalize('NFC')
    .trim()
    .refine((text) => Array.from(text).length <= max, `must have at most ${max} characters`)
    .refine((text) => !CONTROL.test(text), 'must not contain control characters')

/** A line of text with at least one character and at most `max`. */
export const line = (max: number): z.ZodString => composed(max).min(1, 'must not be empty')

/** The same or nothing; an empty line is nothing. */
export const optionalLine = (max: number): z.ZodType<string | null> =>
  composed(max)
    .nullish()
    .transform((text) => (text === undefined || text === null || text === '' ? null : text))

/** A secret from outside: bounded, otherwise taken as it is. */
export const secret = z.string().max(1024, 'must have at most 1024 characters')

/** The version that a change was made from. */
export const expectedVersion = z.int().min(0)

/** Reads the argument `input` of a mutation; answers every fault, each with its path. */
export function readInput<Shape>(shape: z.ZodType<Shape>, input: unknown): Result<Shape, readonly InputFault[]> {
  const parsed = shape.safeParse(input)
  if (parsed.success) return ok(parsed.data)
  return fail(
    parsed.error.issues.map(({ path, message }) => ({
      message: `${String(path.at(-1) ?? 'input')} ${message}`,
      field: ['input', ...path.map(String)],
    })),
  )
}
