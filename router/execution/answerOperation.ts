import type { ExecutionResult } from 'graphql'

import { withDenials, type ErrorPlacement } from '../authorization/authorizationErrors.ts'
import type { AnswerOperation, Extension } from '../extensions/extension.ts'
import { aroundOperations } from '../extensions/hangAround.ts'
import type { RequestContext } from '../telemetry/requestContext.ts'
import type { Engine, Operation } from './engine.ts'
import { presentErrors } from './presentErrors.ts'

const NEVER = new AbortController().signal

/** What operations are answered with. */
export interface AnswerParts {
  readonly engine: Engine
  /** Where clients are told of denied parts. */
  readonly denialsIn: ErrorPlacement
  readonly extensions: readonly Extension[]
}

/** Has an engine answer operations, as clients may see it: errors masked where they are nobody's business, denials where the config wants them. */
export function createAnswerOperation({ engine, denialsIn, extensions }: AnswerParts): AnswerOperation {
  return aroundOperations(extensions, (operation, context) => answer({ engine, denialsIn }, operation, context))
}

async function answer(
  { engine, denialsIn }: Pick<AnswerParts, 'engine' | 'denialsIn'>,
  operation: Operation,
  context: RequestContext,
): Promise<ExecutionResult> {
  // A mutation goes on when its client has gone: half of it may have happened.
  const followed = operation.definition.operation === 'query' ? context : { ...context, signal: NEVER }
  const { data, errors, denials = [] } = await engine.execute(operation, followed)
  const whole = { ...(data === undefined ? {} : { data }), ...(errors === undefined ? {} : { errors: presentErrors(errors, context) }) }
  return withDenials(whole, denials, denialsIn)
}
