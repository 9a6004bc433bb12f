import { Agent, request as httpRequest } from 'node:http'

import { createClient, type Transport } from '@connectrpc/connect'
import { createConnectTransport, createGrpcTransport } from '@connectrpc/connect-node'

import { createCaller } from '@agora/rpc/caller.ts'
import { reserve } from '@agora/rpc/methods/inventory.ts'
import type { KeyFolder } from '@agora/security/keyFolder.ts'

import { inventoryService, request } from './inventory.ts'
import type { Ports } from './server.ts'

/** One way to make the call. */
export interface Contestant {
  readonly name: string
  /** Makes one call; throws unless it was answered as expected. */
  readonly call: () => Promise<void>
}

const TIMEOUT_MS = 5000

/** Every way to make the call, ours first. */
export function contestants({ lean, bare, http1, http2 }: Ports, keys: KeyFolder): readonly Contestant[] {
  const url = (port: number): string => `http://127.0.0.1:${port}`
  return [
    { name: 'ours: Connect JSON, HTTP/1.1, signed', call: ours(url(lean), keys) },
    { name: 'JSON over node:http, no checks', call: overBareHttp(bare) },
    {
      name: '@connectrpc, Connect JSON, HTTP/1.1',
      call: overLibrary(createConnectTransport({ baseUrl: url(http1), httpVersion: '1.1', useBinaryFormat: false, ...keptAlive() })),
    },
    {
      name: '@connectrpc, Connect JSON, HTTP/2',
      call: overLibrary(createConnectTransport({ baseUrl: url(http2), httpVersion: '2', useBinaryFormat: false })),
    },
    { name: '@connectrpc, gRPC, HTTP/2', call: overLibrary(createGrpcTransport({ baseUrl: url(http2) })) },
  ]
}

const keptAlive = () => ({ nodeOptions: { agent: new Agent({ keepAlive: true, maxSockets: 16 }) } })

function ours(baseUrl: string, keys: KeyFolder): Contestant['call'] {
  const caller = createCaller({ baseUrl, keys, caller: 'orders', audience: 'products' })
  return async () => {
    const answer = await caller.call(reserve, request, { timeoutMs: TIMEOUT_MS, requestId: 'req_bench' })
    if (!answer.ok || !answer.value.ok) throw new Error(`Ours was answered with ${JSON.stringify(answer)}`)
  }
}

function overBareHttp(port: number): Contestant['call'] {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 })
  return () =>
    new Promise((resolve, reject) => {
      const body = JSON.stringify(request)
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
      httpRequest({ agent, host: '127.0.0.1', port, path: '/reserve', method: 'POST', headers }, (answer) => {
        const chunks: Buffer[] = []
        answer
          .on('data', (chunk: Buffer) => chunks.push(chunk))
          .on('end', () => {
            const { ok } = JSON.parse(Buffer.concat(chunks).toString()) as { ok?: boolean }
            if (ok === true) resolve()
            else reject(new Error('Bare HTTP was answered wrongly'))
          })
      })
        .on('error', reject)
        .end(body)
    })
}

function overLibrary(transport: Transport): Contestant['call'] {
  const client = createClient(inventoryService(), transport) as Readonly<
    Record<string, (message: object, options: { timeoutMs: number; headers: Record<string, string> }) => Promise<object>>
  >
  return async () => {
    const answer = await client['reserve']?.(request, { timeoutMs: TIMEOUT_MS, headers: { 'x-request-id': 'req_bench' } })
    if (answer === undefined || !('ok' in answer) || answer.ok !== true) throw new Error('The library was answered wrongly')
  }
}
