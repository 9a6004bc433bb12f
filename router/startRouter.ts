import { setTimeout as wait } from 'node:timers/promises'

import type { Result } from '@agora/errors/result.ts'
import { drain } from '@agora/http-server/drain.ts'
import { listen, type Handler, type RunningServer } from '@agora/http-server/listen.ts'
import type { Logger } from '@agora/logger/logger.ts'
import type { Metrics } from '@agora/metrics/metrics.ts'

import { answerUnreadable } from './doors/answerUnreadable.ts'
import { openGeneration, type Generation } from './reload/generation.ts'
import { createShelf } from './reload/lasting.ts'
import { createLastingMetrics } from './reload/lastingMetrics.ts'
import { createReloads, type ReloadCause, type ReloadOutcome, type Reloads } from './reload/reloads.ts'
import type { Served } from './reload/served.ts'

/** What a router is started with. */
export interface RouterOptions extends Served {
  /** A file or an address with the public keys of access tokens. */
  readonly jwks: string | undefined
  /** What to serve after a reload; a failure is one sentence. Without it the router serves what it was started with. */
  readonly reread?: () => Result<Served, string>
  readonly metrics: Metrics
  readonly logger: Logger
}

/** A router that answers. */
export interface RunningRouter {
  readonly port: number
  /** Null where no operator's port is configured. */
  readonly operatorPort: number | null
  /** Serves what there is to serve now, from the next request on, if it can be served. Never rejects. */
  reload(cause: ReloadCause): Promise<ReloadOutcome>
  /** Says that it is leaving, answers what is in flight, then closes everything. Asking again changes nothing. */
  stop(): Promise<void>
}

const OPERATOR_GRACE_MS = 1000

/** Opens the first generation, then listens; the sockets stay while generations come and go. Rejects with a sentence in the message when something cannot be opened. */
export async function startRouter(options: RouterOptions): Promise<RunningRouter> {
  const { logger } = options
  const { host, port, operatorHost, operatorPort } = options.config.listen
  let isLeaving = false
  const reloads = await openReloads(options, () => isLeaving)
  const { current, reload } = reloads
  const handlers: Readonly<Record<'open' | 'operator', Handler>> = {
    open: (request, response) => current().open(request, response),
    operator: (request, response) => current().operator(request, response),
  }
  const operator = operatorPort === undefined ? null : await listenOrExplain(handlers.operator, { host: operatorHost, port: operatorPort, logger })
  const open = await listenOrExplain(handlers.open, { host, port, logger })
  const leave = async (): Promise<void> => {
    isLeaving = true
    const { announceMs, drainMs } = current().config.traffic
    await wait(announceMs)
    await drain(open.server, { graceMs: drainMs })
    await reloads.close()
    if (operator !== null) await drain(operator.server, { graceMs: OPERATOR_GRACE_MS })
  }
  let leaving: Promise<void> | null = null
  return { port: open.port, operatorPort: operator?.port ?? null, reload, stop: () => (leaving ??= leave()) }
}

async function openReloads({ jwks, reread, metrics, logger, ...first }: RouterOptions, isLeaving: () => boolean): Promise<Reloads> {
  const shelf = createShelf()
  const lasting = createLastingMetrics(metrics)
  const reload = reread === undefined ? null : (): Promise<ReloadOutcome> => reloads.reload('operator')
  const open = (served: Served, number: number): Promise<Generation> =>
    openGeneration({ ...served, number, jwks, isLeaving, reload, metrics: lasting.forGeneration(), hold: shelf.hold(), logger })
  const generation = await open(first, 1)
  generation.activate()
  const read = reread ?? ((): Result<Served, string> => ({ ok: false, error: 'This router was started without anything to reload from.' }))
  const reloads = createReloads({ first: generation, read, open, isLeaving, metrics, logger })
  return reloads
}

async function listenOrExplain(handler: Handler, where: Parameters<typeof listen>[1]): Promise<RunningServer> {
  try {
    const running = await listen(handler, where)
    answerUnreadable(running.server)
    return running
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EADDRINUSE') throw new Error(`Port ${where.port} on ${where.host} is taken: stop what listens there, or choose another port.`)
    if (code === 'EACCES') throw new Error(`Port ${where.port} on ${where.host} may not be used by this user: choose one above 1023.`)
    throw error
  }
}
