import { fail, type Result } from '@agora/errors/result.ts'
import type { Logger } from '@agora/logger/logger.ts'

import type { RpcFault } from './fault.ts'
import type { RpcCall, RpcHandler } from './routes.ts'

const INTERNAL = fail<RpcFault>({ code: 'internal', message: 'The call failed; the request id finds it in the log' })

/** Runs a method on a message in its JSON form: its shape is checked before, that of the answer after. Never rejects. */
export async function runMethod(
  handler: RpcHandler,
  { message, call, logger }: { readonly message: unknown; readonly call: RpcCall; readonly logger: Logger },
): Promise<Result<unknown, RpcFault>> {
  const { request, response, path } = handler.method
  const asked = request.safeParse(message)
  if (!asked.success) {
    const [issue] = asked.error.issues
    return fail({ code: 'invalid_argument', message: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'does not fit the method'}` })
  }
  try {
    const answer = await handler.run(asked.data, call)
    if (!answer.ok) return answer
    const fitting = response.safeParse(answer.value)
    if (fitting.success) return { ok: true, value: fitting.data }
    const issues = fitting.error.issues.map((issue) => ({ path: issue.path, code: issue.code }))
    logger.error({ path, issues }, 'Answer did not fit its method')
  } catch (error) {
    logger.error({ err: error, path, requestId: call.requestId }, 'Internal call failed')
  }
  return INTERNAL
}

/** What a call is answered with when its caller waits no longer. */
export const TOO_LATE = fail<RpcFault>({ code: 'deadline_exceeded', message: 'The caller waits no longer' })
