import type { z } from 'zod'

import { fail, type Result } from '@agora/errors/result.ts'
import { fieldPath, readInput, type InputFault } from '@agora/subgraph-kit/readInput.ts'

/** A refusal of one input field, as every mutation family has it. */
export interface Fault<Code extends string> extends InputFault {
  readonly code: Code
}

/** A fault at a path below `input`; of no field in particular without a path. */
export function fault<Code extends string>(code: Code, message: string, ...path: readonly (string | number)[]): Fault<Code> {
  return { code, message, field: path.length === 0 ? null : fieldPath(...path) }
}

/** The input of a mutation, or its faults, all coded INVALID_INPUT. */
export function parseInput<Input>(shape: z.ZodType<Input>, input: unknown): Result<Input, readonly Fault<'INVALID_INPUT'>[]> {
  const read = readInput(shape, input)
  return read.ok ? read : fail(read.error.map((found) => ({ code: 'INVALID_INPUT', ...found })))
}
