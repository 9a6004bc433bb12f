import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import type { Logger } from '@agora/logger/logger.ts'

/** Answers one request. A rejection is answered with 500 and logged. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>

/** Where and how patiently to listen. */
export interface ListenOptions {
  /** 0 lets the system choose. */
  readonly port: number
  /** @default '127.0.0.1': a process is reachable from outside its machine only where somebody decided so. */
  readonly host?: string
  readonly logger?: Logger
  /** How long all headers may take to arrive, in milliseconds. @default 10_000 */
  readonly headersTimeoutMs?: number
  /** How long a whole request may take to arrive, in milliseconds. @default 30_000 */
  readonly requestTimeoutMs?: number
  /** How long an idle connection is kept, in milliseconds; longer than our own clients keep theirs. @default 65_000 */
  readonly keepAliveTimeoutMs?: number
  /** @default 16_384 */
  readonly maxHeaderBytes?: number
  /** Connections beyond these are closed at once. @default 10_000 */
  readonly maxConnections?: number
}

/** A server that accepts connections. */
export interface RunningServer {
  readonly server: Server
  readonly port: number
  /** `http://host:port` */
  readonly url: string
}

/** The answers that are being made on each server, so that draining can tell their clients to go elsewhere. */
export const inFlight = new WeakMap<Server, Set<ServerResponse>>()
/** The servers that are being drained. */
export const draining = new WeakSet<Server>()

/** Starts listening; rejects when the port is taken. Senders that dawdle over a request are cut off. */
export async function listen(handler: Handler, options: ListenOptions): Promise<RunningServer> {
  const { port, host = '127.0.0.1', logger } = options
  const answering = new Set<ServerResponse>()
  const server = createServer(limitsOf(options), (request, response) => {
    answering.add(response)
    response.once('close', () => answering.delete(response))
    if (draining.has(server)) response.setHeader('connection', 'close')
    answer(handler, request, response).catch((error: unknown) => {
      logger?.error({ err: error }, 'Request handler failed')
      if (response.headersSent) response.destroy()
      else response.writeHead(500, { 'content-type': 'text/plain', connection: 'close' }).end('Internal server error\n')
    })
  })
  server.maxConnections = options.maxConnections ?? 10_000
  server.keepAliveTimeout = options.keepAliveTimeoutMs ?? 65_000
  inFlight.set(server, answering)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const { port: chosen } = server.address() as AddressInfo
  return { server, port: chosen, url: `http://${host.includes(':') ? `[${host}]` : host}:${chosen}` }
}

async function answer(handler: Handler, request: IncomingMessage, response: ServerResponse): Promise<void> {
  await handler(request, response)
}

function limitsOf({ headersTimeoutMs = 10_000, requestTimeoutMs = 30_000, maxHeaderBytes = 16_384 }: ListenOptions) {
  return {
    headersTimeout: headersTimeoutMs,
    requestTimeout: requestTimeoutMs,
    maxHeaderSize: maxHeaderBytes,
    connectionsCheckingInterval: Math.min(1000, headersTimeoutMs),
    noDelay: true,
  }
}
