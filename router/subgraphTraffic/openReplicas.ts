import { openConnections } from '@agora/http-client/openConnections.ts'
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
  const connections = openConnections({ origin, connections: policy.connections, maxBytes: policy.maxResponseBytes })
  const watch = metrics?.resilience.follow(name)
  return {
    name,
    post: createPost({ connections, path: `${pathname}${search}`, maxResponseBytes: policy.maxResponseBytes }),
    breaker: createCircuitBreaker({ ...policy.breaker, clock, onChange: (state) => watch?.became(state) }),
    close: () => connections.close(),
    inFlight: 0,
    restsUntil: 0,
    failures: 0,
    chosenAt: 0,
  }
}
