import type { ExecutionResult } from 'graphql'

import type { RequestContext } from '../telemetry/requestContext.ts'
import type { AnswerOperation } from './extension.ts'
import { isRefusal } from './refusal.ts'

/**
 * Refuses a request once: an operation that was refused with a status of its own on the way past Apollo Server comes again through it, to get that status.
 * It must be neither judged nor counted twice.
 */
export function rememberRefusals(answer: AnswerOperation): AnswerOperation {
  const refusals = new WeakMap<RequestContext, ExecutionResult>()
  return async (operation, context) => {
    const known = refusals.get(context)
    if (known !== undefined) return known
    const given = await answer(operation, context)
    if (isRefusal(given)) refusals.set(context, given)
    return given
  }
}
