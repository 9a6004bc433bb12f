import { isDatabaseFailure, reasonOf } from '@agora/database/outage.ts'
import { fail, type Result } from '@agora/errors/result.ts'
import type { Logger } from '@agora/logger/logger.ts'

import type { RpcFault } from './fault.ts'
import type { RpcCall, RpcHandler } from './routes.ts'

const INTERNAL = fail<RpcFault>({ code: 'internal', message: 'The call failed; the request id finds it in the log' })

const AWAY = fail<RpcFault>({ code: 'unavailable', message: 'The database behind this call cannot serve it at present' })

/** A message that asks, and by whom. */
interface Asking {
  readonly message: unknown
  readonly call: RpcCall
  readonly logger: Logger
}

/** Runs a method on a message in its JSON form: its shape is checked before, that of the answer after. Writes a line about it. Never rejects. */
export async function runMethod(handler: RpcHandler, asking: Asking): Promise<Result<unknown, RpcFault>> {
  const began = performance.now()
  const answer = await run(handler, asking)
  const { caller, requestId, traceparent } = asking.call
  const durationMs = Math.round((performance.now() - began) * 100) / 100
  const code = answer.ok ? 'ok' : answer.error.code
  asking.logger.info({ requestId, traceId: traceparent?.slice(3, 35), caller, path: handler.method.path, code, durationMs }, 'Answered a call')
  return answer
}

async function run(handler: RpcHandler, { message, call, logger }: Asking): Promise<Result<unknown, RpcFault>> {
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
    if (isDatabaseFailure(error)) {
      logger.warn({ reason: reasonOf(error), path, requestId: call.requestId }, 'The database could not serve a call')
      return AWAY
    }
    logger.error({ err: error, path, requestId: call.requestId }, 'Internal call failed')
  }
  return INTERNAL
}

/** What a call is answered with when its caller waits no longer. */
export const TOO_LATE = fail<RpcFault>({ code: 'deadline_exceeded', message: 'The caller waits no longer' })
