import type { Metrics } from '@agora/metrics/metrics.ts'

import type { CircuitState } from './circuitBreaker.ts'

/** The metrics of one process about all the others that it calls. */
export interface ResilienceMetrics {
  /** Begins the series of one target; its circuit is closed. `forget` ends it, unless somebody has begun one of the same name since. */
  follow(target: string): { became(state: CircuitState): void; retried(): void; forget(): void }
  /** Counts the retries of a target whose circuits are followed by other names. */
  retriesOf(target: string): () => void
}

const VALUES: Readonly<Record<CircuitState, number>> = { closed: 0, 'half-open': 1, open: 2 }

/** The circuits that are followed, by target; their values as metrics show them. */
export type FollowedCircuits = Map<string, { value: number }>

/**
 * Registers `circuit_state` (0 closed, 1 half-open, 2 open), `circuit_changes_total` and `call_retries_total`. Once a process.
 * @param circuits kept by whoever outlives those that register. @default none yet
 */
export function createResilienceMetrics(metrics: Metrics, circuits: FollowedCircuits = new Map()): ResilienceMetrics {
  const states = (): (readonly [string, number])[] => [...circuits].map(([target, { value }]) => [target, value])
  metrics.gauges('circuit_state', 'Circuit of calls to a target: 0 closed, 1 half-open, 2 open.', { label: 'target', read: states })
  const changes = metrics.counter('circuit_changes_total', 'Changes of a circuit by the state it came to.', ['target', 'state'])
  const retries = metrics.counter('call_retries_total', 'Calls that were tried again.', ['target'])
  return {
    follow(target) {
      const circuit = { value: VALUES.closed }
      circuits.set(target, circuit)
      return {
        became(state) {
          circuit.value = VALUES[state]
          changes.inc({ target, state })
        },
        forget: () => void (circuits.get(target) === circuit && circuits.delete(target)),
        retried: () => retries.inc({ target }),
      }
    },
    retriesOf: (target) => () => retries.inc({ target }),
  }
}
