import type { ApolloServer } from '@apollo/server'

import type { Handler } from '@agora/http-server/listen.ts'
import type { Logger } from '@agora/logger/logger.ts'
import { DURATION_BUCKETS, type Metrics } from '@agora/metrics/metrics.ts'
import type { Caller } from '@agora/rpc/caller.ts'

import type { RouterConfig } from './config/routerConfig.ts'
import { createCors } from './doors/cors.ts'
import { openExplore } from './doors/explore/openExplore.ts'
import { createGraphqlDoor } from './doors/graphqlDoor.ts'
import { createHealthDoors } from './doors/healthDoors.ts'
import { createOperatorDoors, type DevelopmentParts } from './doors/operatorDoors.ts'
import { createPublicDoors } from './doors/publicDoors.ts'
import { createPurgeDoor } from './doors/purgeDoor.ts'
import { createReloadDoor } from './doors/reloadDoor.ts'
import { serveDoors } from './doors/serveDoors.ts'
import { createAnswerOperation } from './execution/answerOperation.ts'
import { headersForPages } from './headers/headerPolicy.ts'
import { createClientName } from './identity/clientName.ts'
import { createAcceptsParts } from './incremental/acceptsParts.ts'
import type { OpenGraph } from './openGraph.ts'
import { createAcceptedOperations } from './operation/acceptedOperations.ts'
import { createDirectAnswers } from './operation/directAnswers.ts'
import { createDocumentCheck } from './operation/documentLimits.ts'
import { createGraphqlServer, type GraphqlServerParts } from './operation/graphqlServer.ts'
import { createMayChange } from './operation/mayChange.ts'
import type { Lasting } from './reload/lasting.ts'
import type { ReloadOutcome } from './reload/reloads.ts'
import type { RequestContext } from './telemetry/requestContext.ts'
import { systemContext } from './telemetry/systemContext.ts'
import { createClientAddress } from './traffic/clientAddress.ts'
import { createRateLimits, type RateLimits } from './traffic/rateLimit.ts'
import { createReadiness, type ReadinessOptions } from './traffic/readiness.ts'
import { createSubgraphProbes, type SubgraphProbes } from './traffic/subgraphProbes.ts'
import { openTrustedDocuments } from './trustedDocuments/openTrustedDocuments.ts'

/** What doors are opened on. */
export interface DoorsOptions {
  readonly graph: OpenGraph
  readonly config: RouterConfig
  readonly isLeaving: () => boolean
  /** Null where there is nothing to reload from. */
  readonly reload: (() => Promise<ReloadOutcome>) | null
  readonly lasting: Lasting
  readonly metrics: Metrics
  readonly logger: Logger
}

/** The handlers of both ports, and the GraphQL server behind them, which has to be stopped after them. */
export interface OpenDoors {
  readonly open: Handler
  readonly operator: Handler
  readonly server: ApolloServer<RequestContext>
}

const OWN_QUESTIONS_MS = 2500
const OVERHEAD_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1]

/** Puts the doors before an open graph. */
export async function openDoors({ graph, config, isLeaving, reload, lasting, metrics, logger }: DoorsOptions): Promise<OpenDoors> {
  const { access, called, counters, engine, extensions, edges, subgraphs } = graph
  const documents = openTrustedDocuments({ config, lasting, metrics, logger })
  const explore = openExplore({ config: documents.isStrict ? { enabled: false } : config.explore, apiSchema: engine.apiSchema })
  const { identity, keys, revocations } = access
  const accepted = createAcceptedOperations(engine.apiSchema, config.limits.nodes)
  const answer = createAnswerOperation({ engine, denialsIn: config.authorization.errors, extensions })
  const server = createGraphqlServer(serverParts(graph, { accepted, answer, config, documents, landingPage: explore.landingPage, logger }))
  await server.start()

  const probes = createSubgraphProbes({ ask: subgraphs.ask, callers: edges.callers, context: () => systemContext(logger, OWN_QUESTIONS_MS) })
  const readiness = createReadiness({ isLeaving, probes: partsOf(graph, probes) })
  showAge(revocations, metrics)

  const direct = createDirectAnswers({ accepted, identity, answer })
  const rateLimits = lasting.keep('rateLimits', [config.rateLimits, config.redis], { make: () => createRateLimits(config.rateLimits, counters) })
  const graphql = createGraphqlDoor({ server, direct, identity, rateLimits, settleDocument: documents.settle, ...entranceOf(graph, config, metrics) })
  const publicDoors = createPublicDoors({
    graphql,
    health: createHealthDoors(readiness),
    graphiql: explore.graphiql,
    keys,
    ...passedOn(config, edges.callers, rateLimits),
  })
  const services = () => Promise.all(called.map((name) => probes.state(name)))
  const development = developmentOf(config, edges.callers)
  const operatorDoors = {
    ...createOperatorDoors({ metrics, services, callers: edges.callers, workers: edges.workers, development }),
    ...(reload === null ? {} : { '/reload': createReloadDoor(reload) }),
    ...(graph.purge === null ? {} : { '/cache/purge': createPurgeDoor(graph.purge) }),
  }
  const both = { clientAddress: createClientAddress(config.trustedProxies), logger, observe: observeDoors(metrics) }
  return {
    open: serveDoors({ ...both, doors: publicDoors, before: createCors({ ...config.cors, ...headersForPages(config) }) }),
    operator: serveDoors({ ...both, doors: operatorDoors }),
    server,
  }
}

/** What a request meets before anything of its operation is understood. */
function entranceOf({ extensions }: OpenGraph, config: RouterConfig, metrics: Metrics) {
  const { limits, batching, authorization, clients } = config
  return {
    clientName: createClientName(clients),
    checkDocument: createDocumentCheck(limits),
    mayChange: createMayChange(),
    bodyBytes: limits.bodyBytes,
    batching,
    requireAuthentication: authorization.requireAuthentication,
    observeOverhead: overheadIn(metrics),
    extensions,
    acceptsParts: createAcceptsParts(),
  }
}

function showAge(revocations: OpenGraph['access']['revocations'], metrics: Metrics): void {
  const age = (): number => revocations?.ageSeconds() ?? -1
  metrics.gauge('router_revocations_age_seconds', 'Age of the list of ended sessions; -1 before the first.', () =>
    Number.isFinite(age()) ? age() : -1,
  )
}

function serverParts(
  { engine, access }: OpenGraph,
  rest: Pick<DoorsOptions, 'config' | 'logger'> & Pick<GraphqlServerParts, 'accepted' | 'answer' | 'documents' | 'landingPage'>,
): GraphqlServerParts {
  const { config, ...parts } = rest
  const { introspection, limits } = config
  return { ...parts, engine, identity: access.identity, introspection, maxNodes: limits.nodes }
}

function developmentOf(config: RouterConfig, callers: ReadonlyMap<string, Caller>): DevelopmentParts | null {
  if (!config.development) return null
  return { pages: callers.get(config.identity.authority ?? '') ?? null, flagsFile: config.failureFlagsFile }
}

/** What the public port hands on to internal ones. */
function passedOn({ media, webhooks }: RouterConfig, callers: ReadonlyMap<string, Caller>, rateLimits: RateLimits) {
  const taker = callers.get(webhooks?.subgraph ?? '')
  return {
    media: callers.get(media?.subgraph ?? ''),
    webhooks: webhooks === undefined || taker === undefined ? undefined : { caller: taker, providers: webhooks.providers, rateLimits },
  }
}

function partsOf({ called, access: { keys, revocations } }: OpenGraph, probes: SubgraphProbes): ReadinessOptions['probes'] {
  return new Map<string, () => Promise<boolean> | boolean>([
    ...called.map((name) => [name, () => probes.isReady(name)] as const),
    ...(keys === null ? [] : [['keys', () => keys.document() !== null] as const]),
    ...(revocations === null ? [] : [['revocations', () => revocations.freshness() !== 'never'] as const]),
  ])
}

/** `router.overhead` of Apollo's routers: what a request took, less the time in which it waited for subgraphs. */
function overheadIn(metrics: Metrics): (seconds: number) => void {
  const help = 'Time of GraphQL requests in which no subgraph was waited for.'
  const overhead = metrics.histogram('router_overhead_seconds', help, { labels: [], buckets: OVERHEAD_BUCKETS })
  return (seconds) => overhead.observe(seconds)
}

function observeDoors(metrics: Metrics): (door: string, status: number, seconds: number) => void {
  const help = 'Requests at the doors, by door and status.'
  const durations = metrics.histogram('router_http_duration_seconds', help, { labels: ['door', 'status'], buckets: DURATION_BUCKETS })
  return (door, status, seconds) => durations.observe({ door, status: String(status) }, seconds)
}
