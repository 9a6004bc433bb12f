import { Pool } from 'undici'

import { createCircuitBreaker } from '@agora/resilience/circuitBreaker.ts'

import { createPost } from '../execution/http/createPost.ts'
import type { Replica } from './replica.ts'
import type { TrafficMetrics } from './trafficMetrics.ts'
import type { TrafficPolicy } from './trafficPolicy.ts'

/** What replicas are opened with. */
export interface ReplicasOptions {
  readonly name: string
  readonly urls: readonly string[]
  readonly policy: TrafficPolicy
  readonly metrics: TrafficMetrics | undefined
  readonly clock: () => number
}

/** Opens kept connections to each replica of a subgraph. */
export function openReplicas({ name, urls, policy, metrics, clock }: ReplicasOptions): Replica[] {
  return urls.map((url, at) => openReplica(urls.length === 1 ? name : `${name}/${at + 1}`, url, { policy, metrics, clock }))
}

function openReplica(name: string, url: string, { policy, metrics, clock }: Pick<ReplicasOptions, 'policy' | 'metrics' | 'clock'>): Replica {
  const { origin, pathname, search } = new URL(url)
  // Subgraphs keep idle connections for 65 s: ours go first, so that no request meets a connection that is just being closed.
  const pool = new Pool(origin, {
    connections: policy.connections,
    pipelining: 1,
    keepAliveTimeout: 30_000,
    keepAliveMaxTimeout: 60_000,
    connect: { timeout: 2000 },
  })
  const watch = metrics?.resilience.follow(name)
  return {
    name,
    post: createPost({ pool, path: `${pathname}${search}`, maxResponseBytes: policy.maxResponseBytes }),
    breaker: createCircuitBreaker({ ...policy.breaker, clock, onChange: (state) => watch?.became(state) }),
    close: () => pool.close(),
    inFlight: 0,
    restsUntil: 0,
    failures: 0,
    chosenAt: 0,
  }
}
