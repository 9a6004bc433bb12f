import type { IncomingMessage, ServerResponse } from 'node:http'

import { drain } from '@agora/http-server/drain.ts'
import { listen } from '@agora/http-server/listen.ts'
import type { Logger } from '@agora/logger/logger.ts'
import { createCallVerifier, CALL_HEADER } from '@agora/security/callToken.ts'
import type { KeyFolder } from '@agora/security/keyFolder.ts'

import { answerCall, sendFault } from './answerCall.ts'
import { answerGet } from './answerGet.ts'
import type { GetRoute, RpcHandler } from './routes.ts'

/** What an internal port serves, and to whom. */
export interface InternalServerOptions {
  /** The process's own name: the audience of every call. */
  readonly name: string
  readonly port: number
  readonly host?: string
  readonly routes: readonly RpcHandler[]
  readonly gets: readonly GetRoute[]
  /** The keys of each edge that ends here, by caller. */
  readonly keysByCaller: Readonly<Record<string, KeyFolder>>
  readonly logger: Logger
  /** @default 1 MiB */
  readonly maxBodyBytes?: number
  /** Milliseconds since 1970. @default Date.now */
  readonly clock?: () => number
}

/** A running internal port. */
export interface InternalServer {
  readonly port: number
  readonly url: string
  stop(graceMs: number): Promise<void>
}

/** Listens on the internal port. Nothing is answered, and no body read, without a call token that fits caller, method and path. */
export async function internalServer(options: InternalServerOptions): Promise<InternalServer> {
  const { name, port, host = '127.0.0.1', logger, keysByCaller, clock = Date.now, maxBodyBytes = 1024 * 1024 } = options
  const verifier = createCallVerifier({ keysByCaller, audience: name, clock })
  const handlers = new Map(options.routes.map((handler) => [handler.method.path, handler]))
  const limits = { maxBodyBytes, logger }

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url: path = '' } = request
    const token = request.headers[CALL_HEADER]
    const opened = verifier.open(typeof token === 'string' ? token : undefined, { method, path })
    if (!opened.ok) {
      logger.warn({ fault: opened.error, method, path: path.split('?')[0] }, 'Internal call was refused')
      return sendFault(response, { code: 'unauthenticated', message: 'The call is not signed by one of our processes' })
    }
    const call = opened.value
    const handler = method === 'POST' ? handlers.get(path) : undefined
    if (handler !== undefined) return answerCall({ request, response, call, handler, ...limits })
    const route = method === 'GET' ? options.gets.find((candidate) => fits(candidate, path)) : undefined
    if (route !== undefined) return answerGet({ request, response, call, route, ...limits })
    return sendFault(response, { code: 'unimplemented', message: 'No such route' }, 404)
  }

  const { server, ...where } = await listen(handle, { port, host, logger })
  return { ...where, stop: (graceMs) => drain(server, { graceMs }) }
}

function fits({ path }: GetRoute, target: string): boolean {
  const [asked = ''] = target.split('?')
  return path.endsWith('/') ? asked.startsWith(path) : asked === path
}
