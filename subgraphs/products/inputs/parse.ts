import type { z } from 'zod'

import { codedError } from '@agora/errors/graphqlError.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'

/** A refusal of one input field, as every mutation family has it. */
export interface Fault<Code extends string> {
  readonly code: Code
  /** For people. */
  readonly message: string
  /** Path from `input` to the field at fault; null when it is none in particular. */
  readonly field: readonly string[] | null
}

/** A fault at a path below `input`. */
export function fault<Code extends string>(code: Code, message: string, ...path: readonly (string | number)[]): Fault<Code> {
  return { code, message, field: path.length === 0 ? null : ['input', ...path.map(String)] }
}

/** The input of a mutation, or its faults, all coded INVALID. */
export function parseInput<Input>(shape: z.ZodType<Input>, input: unknown): Result<Input, readonly Fault<'INVALID'>[]> {
  const parsed = shape.safeParse(input)
  if (parsed.success) return ok(parsed.data)
  return fail(parsed.error.issues.slice(0, 100).map(({ path, message }) => fault('INVALID', sentence(path, message), ...path.map(plain))))
}

/** The arguments of a query. Throws BAD_USER_INPUT, naming the first argument at fault. */
export function parseArguments<Arguments>(shape: z.ZodType<Arguments>, given: unknown): Arguments {
  const parsed = shape.safeParse(given)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw codedError('BAD_USER_INPUT', issue === undefined ? 'The arguments are malformed' : sentence(issue.path, issue.message))
}

const plain = (step: PropertyKey): string | number => (typeof step === 'symbol' ? String(step) : step)
const sentence = (path: readonly PropertyKey[], message: string): string =>
  path.length === 0 ? message : `\`${path.map(String).join('.')}\` ${message}`
