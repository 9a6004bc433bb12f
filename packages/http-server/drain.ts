import type { Server } from 'node:http'
import { Server as NetServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

import { draining, inFlight } from './listen.ts'

/** How patiently to stop. */
export interface DrainOptions {
  /** How long answers that are being made may take, in milliseconds; then their connections are cut. */
  readonly graceMs: number
  /** How long open connections may still bring a request, which is answered with `connection: close`, in milliseconds. @default 100 */
  readonly lingerMs?: number
}

/**
 * Stops a server without dropping a request: accepts no new connection, finishes what is in flight, tells every client that still
 * asks to close its connection, and only then closes the idle ones. Resolves when the last connection is closed.
 */
export async function drain(server: Server, { graceMs, lingerMs = 100 }: DrainOptions): Promise<void> {
  if (!server.listening) return
  draining.add(server)
  // Not http's own close(): that cuts idle connections at once, and with them a request that is just on its way.
  const closed = new Promise<void>((resolve) => void NetServer.prototype.close.call(server, () => resolve()))
  const answering = inFlight.get(server) ?? new Set()
  for (const response of answering) if (!response.headersSent) response.setHeader('connection', 'close')
  const abandon = setTimeout(() => server.closeAllConnections(), graceMs).unref()
  await Promise.race([closed, wait(Math.min(lingerMs, graceMs), undefined, { ref: false })])
  server.closeIdleConnections()
  for (const response of answering) response.once('close', () => setImmediate(() => server.closeIdleConnections()))
  await closed
  clearTimeout(abandon)
  server.close() // ends http's own timer that watches for slow senders
}
