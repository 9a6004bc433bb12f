import { join } from 'node:path'

import { ok } from '@agora/errors/result.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { internalServer, type InternalServer } from '@agora/rpc/internalServer.ts'
import { keys, revocations, type JsonWebKey } from '@agora/rpc/methods/identity.ts'
import { serveMethod, type GetRoute } from '@agora/rpc/routes.ts'
import { makeKey, openKeyFolder } from '@agora/security/keyFolder.ts'

import type { TestIssuer } from './tokens.ts'

/** The internal port of a subgraph, with a key folder for the edge to it. */
export interface TestInternalPort extends InternalServer {
  /** Sessions that `Revocations` lists. */
  readonly ended: Set<string>
  /** Whether `/ready` says so. */
  isReady: boolean
}

/** Starts the internal port of `name`, whose edge key it puts into `keysFolder`. It issues tokens, keeps pictures and development pages. */
export async function startInternalPort(name: string, keysFolder: string, issuer: TestIssuer): Promise<TestInternalPort> {
  const logger = createLogger({ service: name, level: 'silent' })
  const folder = join(keysFolder, `router-${name}`)
  makeKey(folder, new Date())
  const router = openKeyFolder(folder, { logger })
  const callers = ['router']
  const ended = new Set<string>()
  const port = { isReady: true, ended }
  const { kid = '', x = '', y = '' } = issuer.publicKey
  const publicKey: JsonWebKey = { kid, kty: 'EC', crv: 'P-256', x, y, alg: 'ES256', use: 'sig' }
  const until = new Date(Date.now() + 600_000).toISOString()
  const server = await internalServer({
    name,
    port: 0,
    logger,
    keysByCaller: { router },
    routes: [
      serveMethod(keys, callers, async () => ok({ keys: [publicKey] })),
      serveMethod(revocations, callers, async () => ok({ sessions: [...ended].map((sid) => ({ sid, until })), asOf: new Date().toISOString() })),
    ],
    gets: pagesOf(name, port),
  })
  return Object.assign(port, {
    ...server,
    stop: async (graceMs: number) => {
      await server.stop(graceMs)
      router.close()
    },
  })
}

function pagesOf(name: string, port: { readonly isReady: boolean }): GetRoute[] {
  const callers = ['router']
  return [
    {
      path: '/ready',
      callers,
      answer: () => ({ status: port.isReady ? 200 : 503, body: JSON.stringify({ name, ready: port.isReady, buildVersion: '1.2.3' }) }),
    },
    { path: '/metrics', callers, answer: () => ({ headers: { 'content-type': 'text/plain' }, body: `of_${name} 1\n` }) },
    {
      path: '/media/kettle.svg',
      callers,
      answer: () => ({
        headers: { 'content-type': 'image/svg+xml', 'set-cookie': 'a=b', etag: '"1"', 'cache-control': 'public, max-age=60' },
        body: '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
      }),
    },
    { path: '/dev/inbox', callers, answer: ({ query }) => ({ headers: { 'content-type': 'text/html' }, body: `<p>${query.get('to')}</p>` }) },
    {
      path: '/dev/accounts.json',
      callers,
      answer: () => ({ body: JSON.stringify({ accounts: [{ email: 'ada@example.com', password: 'right', roles: ['ADMIN'] }] }) }),
    },
  ]
}
