import type { RouterConfig } from '../config/routerConfig.ts'

/** How one subgraph is called. */
export interface TrafficPolicy {
  /** For all tries of one call together, by the kind of its operation. */
  readonly timeoutMs: { readonly query: number; readonly mutation: number }
  /** To each replica. */
  readonly connections: number
  /** Calls in flight to all replicas together, those that wait for a connection included; what comes beyond is refused at once. */
  readonly maxInFlight: number
  /** Of one reply, unpacked. */
  readonly maxResponseBytes: number
  /** Whether packed replies are asked for. */
  readonly compression: boolean
  readonly retries: RouterConfig['traffic']['retries']
  readonly breaker: RouterConfig['traffic']['breaker']
  /** How often the replicas of a subgraph that has several are looked at. */
  readonly healthIntervalMs: number
  /** Root fields of mutations that may be asked for twice. */
  readonly idempotentMutations: ReadonlySet<string>
}

/** The policy of one subgraph: what the config says of it, else what it says of all. */
export function trafficPolicyOf(name: string, { subgraphs, traffic }: Pick<RouterConfig, 'subgraphs' | 'traffic'>): TrafficPolicy {
  const own = subgraphs[name] ?? {}
  return {
    timeoutMs: own.timeoutMs ?? traffic.timeoutMs,
    connections: own.connections ?? traffic.connectionsPerSubgraph,
    maxInFlight: own.maxInFlight ?? traffic.maxInFlight,
    maxResponseBytes: own.maxResponseBytes ?? traffic.maxResponseBytes,
    compression: own.compression ?? traffic.compression,
    retries: { ...traffic.retries, ...said(own.retries) },
    breaker: { ...traffic.breaker, ...said(own.breaker) },
    healthIntervalMs: own.healthIntervalMs ?? traffic.healthIntervalMs,
    idempotentMutations: new Set(own.idempotentMutations),
  }
}

/** The settings that are there. */
function said<Settings extends object>(settings: Settings | undefined): { [Key in keyof Settings]?: Exclude<Settings[Key], undefined> } {
  const given = Object.entries(settings ?? {}).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given) as { [Key in keyof Settings]?: Exclude<Settings[Key], undefined> }
}
