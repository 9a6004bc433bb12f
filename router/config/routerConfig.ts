import { z } from 'zod'

import { headerRules, headersConfig } from '../headers/headerConfig.ts'
import { claim } from './claim.ts'
import { issuers } from './issuers.ts'

const whole = z.coerce.number().int()
const positive = whole.positive()
const port = whole.min(0).max(65_535)
const toggle = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])
const list = z.union([
  z.array(z.string()),
  z.string().transform((text) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  ),
])

const bucket = (requests: number, seconds: number, burst: number) =>
  z
    .strictObject({
      requests: positive.default(requests),
      seconds: positive.default(seconds),
      burst: whole.min(0).default(burst),
      burstSeconds: positive.default(60),
    })
    .prefault({})

const timeouts = z.union([positive.transform((ms) => ({ query: ms, mutation: ms })), z.strictObject({ query: positive, mutation: positive })])
const share = z.coerce.number().positive().max(1)

const retries = {
  tries: positive.max(10),
  share: z.coerce.number().min(0).max(1),
  floor: whole.min(0),
  firstBackoffMs: positive,
  longestBackoffMs: positive,
}
const breaker = { threshold: share, windowMs: positive, minimumCalls: positive, openMs: positive, silentMs: positive }

const costBucket = z.strictObject({ by: z.enum(['viewer', 'client']).default('viewer'), points: positive, seconds: positive.default(60) })

/** Nobody is bounded by default: how many requests an application may make, only its operator knows. */
const ownBucket = z.strictObject({
  requests: positive,
  seconds: positive.default(1),
  burst: whole.min(0).default(0),
  burstSeconds: positive.default(60),
})

const subgraph = z.strictObject({
  url: z.url().optional(),
  urls: list.pipe(z.array(z.url())).optional(),
  internalUrl: z.url().optional(),
  workerUrl: z.url().optional(),
  timeoutMs: timeouts.optional(),
  connections: positive.optional(),
  maxInFlight: positive.optional(),
  maxResponseBytes: positive.optional(),
  compression: toggle.optional(),
  retries: z
    .strictObject({ ...retries, tryMs: positive })
    .partial()
    .optional(),
  breaker: z.strictObject(breaker).partial().optional(),
  healthIntervalMs: positive.optional(),
  idempotentMutations: list.optional(),
  headers: z.strictObject(headerRules).optional(),
})

const traffic = z
  .strictObject({
    timeoutMs: timeouts.prefault(10_000),
    connectionsPerSubgraph: positive.default(64),
    maxInFlight: positive.default(1000),
    maxResponseBytes: positive.default(16 * 1024 * 1024),
    compression: toggle.default(false),
    retries: z
      .strictObject({
        tries: retries.tries.default(3),
        share: retries.share.default(0.2),
        floor: retries.floor.default(3),
        firstBackoffMs: retries.firstBackoffMs.default(50),
        longestBackoffMs: retries.longestBackoffMs.default(1000),
        tryMs: positive.optional(),
      })
      .prefault({}),
    breaker: z
      .strictObject({
        threshold: breaker.threshold.default(0.5),
        windowMs: breaker.windowMs.default(10_000),
        minimumCalls: breaker.minimumCalls.default(10),
        openMs: breaker.openMs.default(30_000),
        silentMs: breaker.silentMs.default(1000),
      })
      .prefault({}),
    healthIntervalMs: positive.default(5000),
    announceMs: whole.min(0).default(0),
    drainMs: positive.default(15_000),
  })
  .prefault({})

const authorization = z
  .strictObject({
    mode: z.enum(['filter', 'reject', 'dry-run']).default('filter'),
    errors: z.enum(['errors', 'extensions', 'disabled']).default('errors'),
    log: z.boolean().default(true),
    requireAuthentication: z.boolean().default(false),
    scopesClaim: claim.default('scope'),
    policiesClaim: claim.optional(),
    subgraphsCheckToo: z.boolean().default(false),
  })
  .prefault({})

/** Which entities an event makes stale, and where it has their ids; without an id all of the type. */
const staleBy = z.record(z.string(), z.array(z.strictObject({ entity: z.string(), id: z.string().optional() })))

const cache = z
  .strictObject({
    subgraphs: list.default([]),
    store: z.enum(['memory', 'redis']).default('memory'),
    timeoutMs: positive.default(50),
    maxBytes: positive.default(64 * 1024 * 1024),
    maxEntryBytes: positive.default(256 * 1024),
    maxAgeSeconds: positive.default(3600),
    bus: z
      .strictObject({
        brokers: list.default([]),
        url: z.string().optional(),
        caFile: z.string().optional(),
        group: z.string().default('router-cache'),
        topics: list.default([]),
      })
      .prefault({}),
    events: staleBy.default({}),
  })
  .prefault({})

/**
 * Everything an operator may say, with its default; router/README.md gives the reasons. The command line wins over it.
 * `authorization` is given to it as the file has it, before variables are expanded: see readConfigFile.
 */
export const routerConfig = z.strictObject({
  authorization,
  listen: z
    .strictObject({
      host: z.string().default('127.0.0.1'),
      port: port.default(4000),
      operatorHost: z.string().default('127.0.0.1'),
      operatorPort: port.optional(),
    })
    .prefault({}),
  development: toggle.default(false),
  failureFlagsFile: z.string().optional(),
  identity: z
    .strictObject({
      issuer: z.string().optional(),
      audience: z.string().optional(),
      tokenType: z.string().optional(),
      leewaySeconds: whole.min(0).max(300).default(5),
      authority: z.string().optional(),
      edgeKeysFolder: z.string().optional(),
      issuers,
    })
    .refine(({ issuer, issuers: others }) => others.every((other) => other.issuer !== issuer), 'names an issuer twice')
    .prefault({}),
  subgraphs: z.record(z.string(), subgraph).default({}),
  media: z.strictObject({ subgraph: z.string() }).optional(),
  webhooks: z.strictObject({ subgraph: z.string(), providers: z.record(z.string(), z.string()) }).optional(),
  node: z.strictObject({ owners: z.record(z.string(), z.string()) }).optional(),
  traffic,
  headers: headersConfig,
  limits: z
    .strictObject({
      bodyBytes: positive.default(1024 * 1024),
      tokens: positive.default(15_000),
      depth: positive.default(15),
      height: positive.default(1000),
      rootFields: positive.default(100),
      aliases: positive.default(100),
      directives: positive.default(50),
      nodes: positive.default(20_000),
      bytesInFlight: positive.default(8 * 1024 * 1024),
    })
    .prefault({}),
  batching: z.strictObject({ enabled: toggle.default(false), max: positive.max(100).default(10) }).prefault({}),
  persistedQueries: z
    .strictObject({ enabled: toggle.default(true), entries: positive.default(1000), bytes: positive.default(16 * 1024 * 1024) })
    .prefault({}),
  trustedDocuments: z
    .strictObject({ mode: z.enum(['allow', 'log', 'safelist', 'ids-only']).default('allow'), manifests: list.default([]) })
    .prefault({}),
  extensions: z.array(z.strictObject({ module: z.string().min(1), options: z.unknown().optional() })).default([]),
  sharing: z.strictObject({ operations: toggle.default(false), calls: toggle.default(false) }).prefault({}),
  demandControl: z
    .strictObject({
      mode: z.enum(['off', 'measure', 'enforce']).default('off'),
      max: positive.default(10_000),
      listSize: positive.default(10),
      actual: toggle.default(true),
      expose: toggle.default(false),
      subgraphs: z.record(z.string(), z.strictObject({ max: positive, listSize: positive.optional() })).default({}),
    })
    .prefault({}),
  clients: z.strictObject({ header: z.string().default('apollographql-client-name'), claim: claim.optional(), known: list.default([]) }).prefault({}),
  cache,
  planning: z.strictObject({ planner: z.enum(['auto', 'native', 'apollo']).default('auto'), plans: positive.default(1000) }).prefault({}),
  reload: z.strictObject({ watch: toggle.default(true), operations: whole.min(0).default(200), warmUpMs: positive.default(10_000) }).prefault({}),
  rateLimits: z
    .strictObject({
      enabled: toggle.default(true),
      shared: toggle.default(false),
      perAddress: bucket(500, 1, 5_000),
      perUser: bucket(200, 1, 2_000),
      perClient: ownBucket.optional(),
      cost: costBucket.optional(),
    })
    .prefault({}),
  redis: z.strictObject({ url: z.string().optional(), timeoutMs: positive.default(250), prefix: z.string().default('agora:') }).prefault({}),
  trustedProxies: list.default([]),
  cors: z.strictObject({ origins: list.default([]), maxAgeSeconds: positive.default(600) }).prefault({}),
  telemetry: z
    .strictObject({
      traces: z
        .strictObject({
          endpoint: z.url({ protocol: /^https?$/ }),
          headers: z.record(z.string(), z.string()).default({}),
          ratio: z.coerce.number().min(0).max(1).default(1),
          everyMs: positive.default(5000),
        })
        .optional(),
    })
    .prefault({}),
  introspection: toggle.default(true),
  explore: z.strictObject({ enabled: toggle.default(true), operations: z.string().optional() }).prefault({}),
})

/** The settings of a router, complete. Sizes in bytes, times in the unit that the name says. */
export type RouterConfig = z.infer<typeof routerConfig>
