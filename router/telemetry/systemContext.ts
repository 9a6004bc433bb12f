import { randomUUID } from 'node:crypto'

import type { Logger } from '@agora/logger/logger.ts'
import { anonymous } from '@agora/security/viewer.ts'

import type { RequestContext } from './requestContext.ts'
import { continueTrace } from './trace.ts'

/** The context of a question that the router asks of its own accord, in nobody's name. */
export function systemContext(logger: Logger, timeoutMs: number): RequestContext {
  return {
    requestId: randomUUID(),
    trace: continueTrace(undefined),
    viewer: anonymous,
    logger,
    signal: AbortSignal.timeout(timeoutMs),
    note: () => undefined,
  }
}
