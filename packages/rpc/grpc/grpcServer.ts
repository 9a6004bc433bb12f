import { createServer, type Http2ServerRequest, type Http2ServerResponse, type ServerHttp2Session } from 'node:http2'
import type { AddressInfo } from 'node:net'

import { createConnectRouter, createContextValues } from '@connectrpc/connect'
import { universalRequestFromNodeRequest, universalResponseToNodeResponse } from '@connectrpc/connect-node'
import type { UniversalHandler } from '@connectrpc/connect/protocol'

import { readBody } from '@agora/http-server/readBody.ts'
import { CALL_HEADER, createCallVerifier, type CallVerifier } from '@agora/security/callToken.ts'

import { rpcCodes, type RpcFault } from '../fault.ts'
import type { InternalServer, InternalServerOptions } from '../internalServer.ts'
import { protoRegistry } from '../proto/protoRegistry.ts'
import { inTime } from '../rpcDeadline.ts'
import { callerKey, libraryRoutes } from './libraryRoutes.ts'

/** What a gRPC port serves: the same handlers as the internal port, by their protos. */
export interface GrpcServerOptions extends Omit<InternalServerOptions, 'gets'> {
  /** The texts of the protos by their path. */
  readonly protos: Readonly<Record<string, string>>
}

interface Door {
  readonly verifier: CallVerifier
  /** By path: who may call it, and the library's handler. */
  readonly routes: ReadonlyMap<string, { readonly callers: readonly string[]; readonly handler: UniversalHandler }>
  readonly maxBodyBytes: number
  readonly logger: InternalServerOptions['logger']
}

/** A sender must have sent its request by then. */
const REQUEST_TIMEOUT_MS = 30_000
/** A connection without a request is kept as long as on the internal port. */
const IDLE_MS = 65_000

/**
 * Listens for gRPC and Connect over HTTP/2 without TLS. The rules are those of the internal port and stand before the library: token, who
 * may call, bounded body, hash of the body; only then does the library get to see the request. What is signed is the request's body as it
 * is sent, frame and all.
 */
export async function grpcServer(options: GrpcServerOptions): Promise<InternalServer> {
  const { name, port, host = '127.0.0.1', keysByCaller, logger, clock = Date.now, maxBodyBytes = 1024 * 1024 } = options
  const door: Door = {
    verifier: createCallVerifier({ keysByCaller, audience: name, clock }),
    routes: routesOf(options, maxBodyBytes),
    maxBodyBytes,
    logger,
  }
  const sessions = new Set<ServerHttp2Session>()
  const server = createServer({ settings: { maxConcurrentStreams: 256 }, maxHeaderListPairs: 64 }, (request, response) => {
    answer(door, request, response).catch((error: unknown) => {
      logger.error({ err: error }, 'gRPC call failed')
      refuse(response, { code: 'internal', message: 'The call failed' })
    })
  })
  server.maxConnections = 1000
  server.on('sessionError', (error) => logger.warn({ err: error }, 'gRPC connection was broken'))
  server.on('session', (session) => {
    sessions.add(session)
    session.setTimeout(IDLE_MS, () => session.close())
    session.once('close', () => sessions.delete(session))
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  const { port: chosen } = server.address() as AddressInfo
  return {
    port: chosen,
    url: `http://${host.includes(':') ? `[${host}]` : host}:${chosen}`,
    stop: (graceMs) =>
      new Promise((resolve) => {
        const abandon = setTimeout(() => sessions.forEach((session) => session.destroy()), graceMs).unref()
        server.close(() => {
          clearTimeout(abandon)
          resolve()
        })
        for (const session of sessions) session.close()
      }),
  }
}

function routesOf({ routes, protos, logger }: GrpcServerOptions, readMaxBytes: number): Door['routes'] {
  // Nothing is compressed: a small body that grows large would pass the bound that is kept here.
  const router = createConnectRouter({ readMaxBytes, acceptCompression: [], grpcWeb: false })
  libraryRoutes({ handlers: routes, registry: protoRegistry(protos), logger })(router)
  const callers = new Map(routes.map((route) => [route.method.path, route.callers]))
  return new Map(router.handlers.map((handler) => [handler.requestPath, { callers: callers.get(handler.requestPath) ?? [], handler }]))
}

async function answer({ verifier, routes, maxBodyBytes, logger }: Door, request: Http2ServerRequest, response: Http2ServerResponse): Promise<void> {
  const { method, url: path } = request
  const token = request.headers[CALL_HEADER]
  const opened = verifier.open(typeof token === 'string' ? token : undefined, { method, path })
  if (!opened.ok) {
    logger.warn({ fault: opened.error, method, path: path.split('?')[0] }, 'gRPC call was refused')
    return refuse(response, { code: 'unauthenticated', message: 'The call is not signed by one of our processes' })
  }
  const { caller, hasBody } = opened.value
  const route = method === 'POST' ? routes.get(path) : undefined
  if (route === undefined) return refuse(response, { code: 'unimplemented', message: 'No such method' }, 404)
  if (!route.callers.includes(caller)) return refuse(response, { code: 'permission_denied', message: `${caller} may not call this method` })
  const body = await inTime(readBody(request, maxBodyBytes), REQUEST_TIMEOUT_MS)
  if (body === undefined) return refuse(response, { code: 'deadline_exceeded', message: 'The body did not arrive in time' })
  if (!body.ok) return refuse(response, { code: 'resource_exhausted', message: 'The body is too large' }, 413)
  if (!hasBody(body.value)) return refuse(response, { code: 'unauthenticated', message: 'The body is not the one that was signed' })
  const asked = universalRequestFromNodeRequest(request, response, undefined, createContextValues().set(callerKey, caller))
  await universalResponseToNodeResponse(await route.handler({ ...asked, body: once(body.value) }), response)
}

async function* once(body: Buffer): AsyncIterable<Uint8Array> {
  yield body
}

/** Refuses before a protocol is spoken: a Connect client reads the body, a gRPC client the status. What is still being sent is not read. */
function refuse(response: Http2ServerResponse, fault: RpcFault, status: number = rpcCodes[fault.code]): void {
  if (response.headersSent || response.stream.destroyed) return
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(fault))
  if (!response.req.complete) response.stream.close()
}
