import { z } from 'zod'

import { line } from '@agora/subgraph-kit/inputFields.ts'
import type { InputFault } from '@agora/subgraph-kit/readInput.ts'

/** A line of text or nothing; an empty line is nothing. */
export const optionalLine = (max: number): z.ZodType<string | null> =>
  line(0, max)
    .nullish()
    .transform((text) => (text === undefined || text === null || text === '' ? null : text))

/** A secret from outside: bounded, otherwise taken as it is. */
export const secret = z.string().max(1024, 'must have at most 1024 characters')

/** The faults of an input as refusals: every mutation family has this code. */
export const invalid = (faults: readonly InputFault[]): (InputFault & { readonly code: 'INVALID_INPUT' })[] =>
  faults.map((fault) => ({ code: 'INVALID_INPUT', ...fault }))
