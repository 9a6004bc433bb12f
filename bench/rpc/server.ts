import { createServer as createHttp, type RequestListener } from 'node:http'
import { createServer as createHttp2 } from 'node:http2'
import type { AddressInfo, Server } from 'node:net'

import { connectNodeAdapter } from '@connectrpc/connect-node'

import { ok } from '@agora/errors/result.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { internalServer } from '@agora/rpc/internalServer.ts'
import { reserve } from '@agora/rpc/methods/inventory.ts'
import { serveMethod } from '@agora/rpc/routes.ts'
import { openKeyFolder } from '@agora/security/keyFolder.ts'

import { reserveMethod } from './inventory.ts'

/** The ports of the contestants' servers, all in this one process. */
export interface Ports {
  readonly lean: number
  readonly bare: number
  readonly http1: number
  readonly http2: number
}

// A process of its own, so that the processor time of both ends can be told apart. It answers each message with the time that it has used.
const [keysDir = ''] = process.argv.slice(2)
const logger = createLogger({ service: 'bench', level: 'silent' })
const lean = await internalServer({
  name: 'products',
  port: 0,
  keysByCaller: { orders: openKeyFolder(keysDir, { logger }) },
  logger,
  routes: [serveMethod(reserve, ['orders'], async () => ok({ ok: true, shortages: [] }))],
  gets: [],
})
const bare: RequestListener = (request, response) => {
  const chunks: Buffer[] = []
  request
    .on('data', (chunk: Buffer) => chunks.push(chunk))
    .on('end', () => {
      const message: unknown = JSON.parse(Buffer.concat(chunks).toString())
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ok: message !== null, shortages: [] }))
    })
}
const library = connectNodeAdapter({ routes: (router) => router.rpc(reserveMethod(), () => ({ ok: true })) })
const listen = (server: Server): Promise<number> =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)))

process.on('message', () => process.send?.(process.cpuUsage()))
process.on('disconnect', () => process.exit())
const ports: Ports = {
  lean: lean.port,
  bare: await listen(createHttp({ keepAliveTimeout: 60_000 }, bare)),
  http1: await listen(createHttp({ keepAliveTimeout: 60_000 }, library)),
  http2: await listen(createHttp2(library)),
}
process.send?.(ports)
