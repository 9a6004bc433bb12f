import type { Metrics } from '@agora/metrics/metrics.ts'

import type { CircuitState } from './circuitBreaker.ts'

/** The metrics of one process about all the others that it calls. */
export interface ResilienceMetrics {
  /** Begins the series of one target; its circuit is closed. */
  follow(target: string): { became(state: CircuitState): void; retried(): void }
  /** Counts the retries of a target whose circuits are followed by other names. */
  retriesOf(target: string): () => void
}

const VALUES: Readonly<Record<CircuitState, number>> = { closed: 0, 'half-open': 1, open: 2 }

/** Registers `circuit_state` (0 closed, 1 half-open, 2 open), `circuit_changes_total` and `call_retries_total`. Once a process. */
export function createResilienceMetrics(metrics: Metrics): ResilienceMetrics {
  const states = new Map<string, number>()
  metrics.gauges('circuit_state', 'Circuit of calls to a target: 0 closed, 1 half-open, 2 open.', { label: 'target', read: () => states })
  const changes = metrics.counter('circuit_changes_total', 'Changes of a circuit by the state it came to.', ['target', 'state'])
  const retries = metrics.counter('call_retries_total', 'Calls that were tried again.', ['target'])
  return {
    follow(target) {
      states.set(target, VALUES.closed)
      return {
        became(state) {
          states.set(target, VALUES[state])
          changes.inc({ target, state })
        },
        retried: () => retries.inc({ target }),
      }
    },
    retriesOf: (target) => () => retries.inc({ target }),
  }
}
