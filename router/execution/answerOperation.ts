import type { ExecutionResult } from 'graphql'

import { withDenials, type ErrorPlacement } from '../authorization/authorizationErrors.ts'
import type { RequestContext } from '../telemetry/requestContext.ts'
import type { Engine, Operation } from './engine.ts'
import { presentErrors } from './presentErrors.ts'

const NEVER = new AbortController().signal

/** Has an engine answer an operation, as clients may see it: errors masked where they are nobody's business, denials where the config wants them. */
export async function answerOperation(
  { engine, denialsIn }: { readonly engine: Engine; readonly denialsIn: ErrorPlacement },
  operation: Operation,
  context: RequestContext,
): Promise<ExecutionResult> {
  // A mutation goes on when its client has gone: half of it may have happened.
  const followed = operation.definition.operation === 'query' ? context : { ...context, signal: NEVER }
  const { data, errors, denials = [] } = await engine.execute(operation, followed)
  const answer = { ...(data === undefined ? {} : { data }), ...(errors === undefined ? {} : { errors: presentErrors(errors, context) }) }
  return withDenials(answer, denials, denialsIn)
}
