import type { ExecutionResult, OperationDefinitionNode } from 'graphql'

import type { Operation } from '../execution/engine.ts'
import type { AnswerOperation } from '../extensions/extension.ts'
import { writeOnce } from '../operation/writtenAnswers.ts'
import type { RequestContext } from '../telemetry/requestContext.ts'
import { createInFlight, type Flight } from './inFlight.ts'
import { ownAnswer } from './ownAnswer.ts'
import { isPublicOperation } from './publicSelections.ts'
import type { Sharing } from './sharing.ts'

/**
 * Answers equal queries that are under way at once together: those of one viewer, or, where all that they select is public, of all viewers with the same
 * permissions, in the name of nobody in particular. A mutation is answered alone, and what was begun before its end is shared with nobody who asks after.
 */
export function shareOperations(next: AnswerOperation, sharing: Sharing): AnswerOperation {
  const { hints, keys, changes, joined } = sharing
  const queries = new WeakMap<OperationDefinitionNode, SharedQuery>()
  const queryOf = ({ document, definition }: Operation): SharedQuery => {
    const known = queries.get(definition)
    if (known !== undefined) return known
    const made = { isPublic: isPublicOperation(document, definition, hints), flights: createInFlight<ExecutionResult>(changes) }
    queries.set(definition, made)
    return made
  }
  return async (operation, context) => {
    if (operation.definition.operation !== 'query') return next(operation, context).finally(() => void (changes.count += 1))
    // What subgraphs say to a client by headers is said to the one who asked.
    if (context.received !== undefined) return next(operation, context)
    // Parts are read by one.
    if (operation.holdsDefer === true && context.inParts === true) return next(operation, context)
    const { isPublic, flights } = queryOf(operation)
    const { own, permissions, everybody } = keys(context.viewer)
    const scope = `${isPublic ? permissions : own}${context.forwarded?.text() ?? ''}`
    let isMine = false
    const begin = (signal: AbortSignal, flight: Flight<ExecutionResult>): Promise<ExecutionResult> => {
      isMine = true
      return answerOnce(next, operation, { context: { ...context, signal, viewer: isPublic ? everybody : context.viewer }, flight })
    }
    const { value } = flights.join({ scope, text: JSON.stringify(operation.coerced), signal: context.signal }, begin)
    if (isMine) return value
    joined('operation')
    // Whoever waits for another's answer waits for what that one waits for.
    context.waits?.begin()
    try {
      return ownAnswer(await value, context.requestId)
    } finally {
      context.waits?.end()
    }
  }
}

interface SharedQuery {
  readonly isPublic: boolean
  readonly flights: ReturnType<typeof createInFlight<ExecutionResult>>
}

async function answerOnce(
  next: AnswerOperation,
  operation: Operation,
  { context, flight }: { readonly context: RequestContext; readonly flight: Flight<ExecutionResult> },
): Promise<ExecutionResult> {
  const answer = await next(operation, context)
  if (answer.errors === undefined && flight.asked() > 1) writeOnce(answer)
  return answer
}
