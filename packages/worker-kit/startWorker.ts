import type { EventCatalogue } from '@agora/event-store/event.ts'
import { stopOnSignals } from '@agora/http-server/stopOnSignals.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createMetrics } from '@agora/metrics/metrics.ts'
import { internalServer } from '@agora/rpc/internalServer.ts'
import type { GetRoute } from '@agora/rpc/routes.ts'
import { openEdgeKeys } from '@agora/subgraph-kit/edgeKeys.ts'
import { internalGets } from '@agora/subgraph-kit/internalGets.ts'

import type { WorkerEnvironment } from './workerEnvironment.ts'
import { openParts, type WorkerParts } from './workerParts.ts'

/** Something that a worker runs, such as a consumer or a projector. */
export interface Running {
  /** Finishes what is in hand. */
  stop(): Promise<unknown>
}

/** All that makes one worker differ from another. */
export interface WorkerDefinition {
  /** Whose worker it is; its process is called `<domain>-worker`. */
  readonly domain: string
  readonly environment: WorkerEnvironment
  readonly catalogue: EventCatalogue
  /** Topics that must exist on the bus. */
  readonly topics: readonly string[]
  /** Starts what the domain runs beside the relay: consumers by `parts.consume`, projections, windows. */
  readonly start?: (parts: WorkerParts) => Promise<readonly Running[]>
  /** What the internal port serves beside `/metrics` and `/ready`. */
  readonly gets?: readonly GetRoute[]
}

/** A worker that works. */
export interface RunningWorker {
  readonly internalPort: number
  stop(): Promise<void>
}

const GRACE_MS = 2000

/** Starts a domain's worker: relay, whatever the domain adds, internal port, signals. Tells a parent by IPC when it is ready. */
export async function startWorker({ domain, environment, catalogue, topics, start, gets = [] }: WorkerDefinition): Promise<RunningWorker> {
  const name = `${domain}-worker`
  const logger = createLogger({ service: name, level: environment.LOG_LEVEL })
  const metrics = createMetrics(name)
  const parts = await openParts({ domain, name, environment, catalogue, topics, logger, metrics })
  const running = [...(await parts.relay()), ...((await start?.(parts)) ?? [])]

  // Called as the domain itself: the router needs no further key, and a worker no door of its own.
  const keys = openEdgeKeys({ dir: environment.EDGE_KEYS_DIR, name: domain, callers: [], logger })
  const readiness = (): Promise<unknown> => parts.pool.query('SELECT 1')
  const pages = internalGets({ name, metrics, readiness, buildVersion: environment.BUILD_VERSION })
  const internal = await internalServer({
    name: domain,
    port: environment.INTERNAL_PORT,
    host: environment.HOST,
    routes: [],
    gets: [...gets, ...pages],
    keysByCaller: keys.byCaller,
    logger,
  })

  let stopping: Promise<void> | undefined
  const stop = (): Promise<void> => (stopping ??= stopAll())
  const stopAll = async (): Promise<void> => {
    forget()
    await Promise.all(running.map((one) => one.stop()))
    await internal.stop(GRACE_MS)
    keys.close()
    await parts.close()
    logger.info('Stopped')
  }
  const forget = stopOnSignals(stop, logger)
  logger.info({ internalPort: internal.port }, 'Ready')
  process.send?.({ ready: true, internalPort: internal.port })
  return { internalPort: internal.port, stop }
}
