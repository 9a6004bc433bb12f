import { openConnections } from '@agora/http-client/openConnections.ts'
import { createCircuitBreaker } from '@agora/resilience/circuitBreaker.ts'

import { createPost } from '../execution/http/createPost.ts'
import type { Lasting } from '../reload/lasting.ts'
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
  /** Keeps replicas whose address and settings stay the same. */
  readonly lasting: Lasting
}

/**
 * Opens kept connections to each replica of a subgraph, or takes them over from the generation before, with all that is known of it: a circuit that is open
 * does not close because something else was changed.
 */
export function openReplicas({ name, urls, policy, lasting, ...rest }: ReplicasOptions): Replica[] {
  const { connections, maxResponseBytes, breaker } = policy
  return urls.map((url, at) => {
    const own = urls.length === 1 ? name : `${name}/${at + 1}`
    const make = (): OpenReplica => openReplica(own, url, { policy, ...rest })
    return lasting.keep(`replica ${own}`, { url, connections, maxResponseBytes, breaker }, { make, close: ({ close }) => close() }).replica
  })
}

interface OpenReplica {
  readonly replica: Replica
  readonly close: () => Promise<void>
}

type ReplicaParts = Pick<ReplicasOptions, 'policy' | 'metrics' | 'clock'>

function openReplica(name: string, url: string, { policy, metrics, clock }: ReplicaParts): OpenReplica {
  const { origin, pathname, search } = new URL(url)
  // Subgraphs keep idle connections for 65 s: ours go first, so that no request meets a connection that is just being closed.
  const connections = openConnections({ origin, connections: policy.connections, maxBytes: policy.maxResponseBytes })
  const watch = metrics?.resilience.follow(name)
  const replica: Replica = {
    name,
    post: createPost({ connections, path: `${pathname}${search}`, maxResponseBytes: policy.maxResponseBytes }),
    breaker: createCircuitBreaker({ ...policy.breaker, clock, onChange: (state) => watch?.became(state) }),
    inFlight: 0,
    restsUntil: 0,
    failures: 0,
    chosenAt: 0,
    answeredAt: -Infinity,
  }
  return { replica, close: () => connections.close().finally(() => watch?.forget()) }
}
