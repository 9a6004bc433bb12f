import { readBody } from '@agora/http-server/readBody.ts'
import { securityHeaders } from '@agora/http-server/securityHeaders.ts'

import { refuseBody, sendFault, type Exchange } from './answerCall.ts'
import type { GetRoute } from './routes.ts'
import { MAX_TIMEOUT_MS, timeoutOf, waitingCall } from './rpcDeadline.ts'

/** Answers a signed GET. */
export async function answerGet({ route, ...exchange }: Exchange & { readonly route: GetRoute }): Promise<void> {
  const { request, response, call, logger } = exchange
  if (!route.callers.includes(call.caller)) return sendFault(response, { code: 'permission_denied', message: `${call.caller} may not ask for this` })
  for (const [header, value] of Object.entries(securityHeaders)) response.setHeader(header, value)
  const waiting = waitingCall(exchange, timeoutOf(request) ?? MAX_TIMEOUT_MS)
  const body = await readBody(request, 0)
  if (!body.ok) return refuseBody(response, body.error)
  if (!call.hasBody(body.value)) return sendFault(response, { code: 'unauthenticated', message: 'The body is not the one that was signed' })
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://internal')
  try {
    const reply = await route.answer({ path: pathname, query: searchParams, headers: request.headers, call: waiting })
    response.writeHead(reply.status ?? 200, { ...reply.headers, 'content-length': Buffer.byteLength(reply.body) }).end(reply.body)
  } catch (error) {
    logger.error({ err: error, path: pathname }, 'Internal page failed')
    sendFault(response, { code: 'internal', message: 'The page could not be made' })
  }
}
