import type { Metrics } from '@agora/metrics/metrics.ts'
import { createResilienceMetrics, type ResilienceMetrics } from '@agora/resilience/resilienceMetrics.ts'

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

/** Registers them. Once a process. */
export function createTrafficMetrics(metrics: Metrics): TrafficMetrics {
  const followed = new Set<readonly Replica[]>()
  const shed = metrics.counter('router_subgraph_shed_total', 'Calls refused because too many were in flight to the subgraph.', ['subgraph'])
  metrics.gauges('router_subgraph_in_flight', 'Calls in flight to a replica of a subgraph.', { label: 'target', read: () => inFlightOf(followed) })
  return {
    resilience: createResilienceMetrics(metrics),
    shed: (subgraph) => shed.inc({ subgraph }),
    follow(replicas) {
      followed.add(replicas)
      return () => void followed.delete(replicas)
    },
  }
}

/** While one supergraph gives way to the next, both have calls in flight. */
function inFlightOf(followed: Iterable<readonly Replica[]>): Map<string, number> {
  const sums = new Map<string, number>()
  for (const replicas of followed) for (const { name, inFlight } of replicas) sums.set(name, (sums.get(name) ?? 0) + inFlight)
  return sums
}
