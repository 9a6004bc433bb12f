import type { z } from 'zod'

import { codedError } from '@agora/errors/graphqlError.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'

/** What is wrong with an input: the part of a user error that every mutation family has. */
export interface InputFault {
  /** For people; names the field and its bounds. */
  readonly message: string
  /** Path from the argument `input` on; null where no field in particular is at fault. */
  readonly field: readonly string[] | null
}

/** More faults than these are not listed. */
const MOST_FAULTS = 100

/** The path of a field below the argument `input`. */
export const fieldPath = (...path: readonly PropertyKey[]): readonly string[] => ['input', ...path.map(String)]

/** Reads the argument `input` of a mutation; answers its faults, at least one, each with its path. */
export function readInput<Input>(shape: z.ZodType<Input>, input: unknown): Result<Input, readonly InputFault[]> {
  const parsed = shape.safeParse(input)
  if (parsed.success) return ok(parsed.data)
  return fail(parsed.error.issues.slice(0, MOST_FAULTS).map((issue) => ({ message: sentence(issue), field: fieldPath(...issue.path) })))
}

/** Reads the arguments of a query. Throws BAD_USER_INPUT, naming the first argument at fault. */
export function readArguments<Arguments>(shape: z.ZodType<Arguments>, given: unknown): Arguments {
  const parsed = shape.safeParse(given)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw codedError('BAD_USER_INPUT', issue === undefined ? 'The arguments are malformed' : sentence(issue))
}

const sentence = ({ path, message }: z.core.$ZodIssue): string => (path.length === 0 ? message : `\`${path.map(String).join('.')}\` ${message}`)
