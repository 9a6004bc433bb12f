import type { z } from 'zod'

import { fail, type Result } from '@agora/errors/result.ts'
import { fieldPath, readInput, type InputFault } from '@agora/subgraph-kit/readInput.ts'

/** Why a change of staff is refused: a user error of the graph. */
export interface Refusal<Code extends string> extends InputFault {
  readonly code: Code
}

/** A refusal at a path below `input`; of no field in particular without a path. */
export function refusal<Code extends string>(code: Code, message: string, ...path: readonly string[]): Refusal<Code> {
  return { code, message, field: path.length === 0 ? null : fieldPath(...path) }
}

/** The input of a mutation, or every fault in it. */
export function readStaffInput<Input>(shape: z.ZodType<Input>, input: unknown): Result<Input, readonly Refusal<'INVALID_INPUT'>[]> {
  const read = readInput(shape, input)
  return read.ok ? read : fail(read.error.map((fault) => ({ code: 'INVALID_INPUT', ...fault })))
}

/** Somebody else edited it meanwhile. */
export const versionConflict = (actual: number): Refusal<'VERSION_CONFLICT'> =>
  refusal('VERSION_CONFLICT', `It is at version ${actual} by now: read it again`, 'expectedVersion')
