import type { Metrics } from '@agora/metrics/metrics.ts'
import { createResilienceMetrics, type FollowedCircuits, type ResilienceMetrics } from '@agora/resilience/resilienceMetrics.ts'

import type { Lasting } from '../reload/lasting.ts'
import type { Replica } from './replica.ts'

/** The metrics of calls to subgraphs by all the ways there are. */
export interface TrafficMetrics {
  /** Circuits by replica, retries by subgraph. */
  readonly resilience: ResilienceMetrics
  /** A call was refused because there were too many. */
  shed(subgraph: string): void
  /** Shows what replicas have in flight, until the function that it answers is called. */
  follow(replicas: readonly Replica[]): () => void
}

/** Registers them. Once a generation: what they show outlives it, as replicas do. */
export function createTrafficMetrics(metrics: Metrics, lasting: Lasting): TrafficMetrics {
  const make = () => ({ circuits: new Map() as FollowedCircuits, followed: new Set<readonly Replica[]>() })
  const { circuits, followed } = lasting.keep('trafficMetrics', null, { make })
  const shed = metrics.counter('router_subgraph_shed_total', 'Calls refused because too many were in flight to the subgraph.', ['subgraph'])
  metrics.gauges('router_subgraph_in_flight', 'Calls in flight to a replica of a subgraph.', { label: 'target', read: () => inFlightOf(followed) })
  return {
    resilience: createResilienceMetrics(metrics, circuits),
    shed: (subgraph) => shed.inc({ subgraph }),
    follow(replicas) {
      followed.add(replicas)
      return () => void followed.delete(replicas)
    },
  }
}

/** While one generation gives way to the next, both have calls in flight, to the same replicas or to others. */
function inFlightOf(followed: Iterable<readonly Replica[]>): Map<string, number> {
  const sums = new Map<string, number>()
  for (const { name, inFlight } of new Set([...followed].flat())) sums.set(name, (sums.get(name) ?? 0) + inFlight)
  return sums
}
