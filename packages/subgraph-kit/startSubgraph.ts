import type { DocumentNode } from 'graphql'

import { drain } from '@agora/http-server/drain.ts'
import { listen } from '@agora/http-server/listen.ts'
import { stopOnSignals } from '@agora/http-server/stopOnSignals.ts'
import type { Logger } from '@agora/logger/logger.ts'
import type { Metrics } from '@agora/metrics/metrics.ts'
import { createIdentityVerifier } from '@agora/security/identityToken.ts'

import type { RequestFacts, SubgraphContext } from './context.ts'
import { createApollo } from './createApollo.ts'
import { openEdgeKeys } from './edgeKeys.ts'
import type { EntityBatches } from './entities.ts'
import { graphqlHandler } from './graphqlHandler.ts'
import { internalGets } from './internalGets.ts'
import { openInternalPorts, type InternalRoutes } from './internalPorts.ts'
import type { PermissionTree } from './permissions.ts'
import { protectSchema } from './protectSchema.ts'
import { requestRecorder } from './requestRecord.ts'
import type { SubgraphEnvironment } from './subgraphEnvironment.ts'

/** All that makes one subgraph differ from another. */
export interface SubgraphDefinition<Context extends SubgraphContext> {
  /** Its name in the supergraph, in tokens and in logs. */
  readonly name: string
  readonly typeDefs: DocumentNode
  /** Resolvers by type and field. Reference resolvers are refused: `entities` stands in their place. */
  readonly resolvers: object
  readonly entities: EntityBatches<Context>
  readonly permissions: PermissionTree
  /** Makes the context of one request, with loaders of its own. */
  readonly createContext: (facts: RequestFacts) => Context
  /** What the internal port serves beside `/metrics` and `/ready`. */
  readonly internal?: InternalRoutes
  readonly environment: SubgraphEnvironment
  readonly logger: Logger
  readonly metrics: Metrics
  /** Rejects while the subgraph cannot do its work, such as while its database is away. */
  readonly readiness: () => Promise<unknown>
  /** Closes what the subgraph opened, after the last request was answered. */
  readonly onStop: () => Promise<unknown>
}

/** A subgraph that answers. */
export interface RunningSubgraph {
  readonly graphqlPort: number
  readonly internalPort: number
  /** Where `GRPC_PORT` is set. */
  readonly grpcPort?: number
  /** Answers what is in flight, then closes everything. */
  stop(): Promise<void>
}

const GRACE_MS = 10_000
/** The router sends lists of keys; nothing a client writes gets near this. */
const MAX_BODY_BYTES = 4 * 1024 * 1024

/** Starts a subgraph's process: GraphQL port, internal port, signals. Tells a parent by IPC when it is ready. */
export async function startSubgraph<Context extends SubgraphContext>(definition: SubgraphDefinition<Context>): Promise<RunningSubgraph> {
  const { name, environment, logger, metrics, createContext } = definition
  const { routes = [], gets = [] } = definition.internal ?? {}
  const schema = protectSchema(definition)
  const apollo = await createApollo<Context>({ schema, logger })
  const callers = [...new Set([...routes, ...gets].flatMap((route) => route.callers))]
  const keys = openEdgeKeys({ dir: environment.EDGE_KEYS_DIR, name, callers, logger })
  const { verify } = createIdentityVerifier({ keys: keys.byCaller.router, audience: name })
  const handler = graphqlHandler({ apollo, verify, createContext, record: requestRecorder(metrics, logger), logger, maxBodyBytes: MAX_BODY_BYTES })

  const host = environment.HOST
  const graphql = await listen(handler, { port: environment.GRAPHQL_PORT, host, logger })
  const pages = internalGets({ name, metrics, readiness: definition.readiness, buildVersion: environment.BUILD_VERSION })
  const { stop: stopInternal, ...internalPorts } = await openInternalPorts({
    ...definition.internal,
    name,
    environment,
    gets: [...gets, ...pages],
    keysByCaller: keys.byCaller,
    logger,
  })

  let stopping: Promise<void> | undefined
  const stop = (): Promise<void> => {
    stopping ??= (async () => {
      forget()
      await Promise.all([drain(graphql.server, { graceMs: GRACE_MS }), stopInternal(GRACE_MS)])
      await apollo.stop()
      keys.close()
      await definition.onStop()
      logger.info('Stopped')
    })()
    return stopping
  }
  const forget = stopOnSignals(stop, logger)
  const ports = { graphqlPort: graphql.port, ...internalPorts }
  logger.info(ports, 'Ready')
  process.send?.({ ready: true, ...ports })
  return { ...ports, stop }
}
