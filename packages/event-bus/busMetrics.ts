import type { Metrics } from '@agora/metrics/metrics.ts'

/** What became of a message. */
export type Outcome = 'processed' | 'duplicate' | 'skipped' | 'parked' | 'dropped'

/** The figures of a process that publishes or consumes; made once for it. */
export interface BusMetrics {
  /** Counts a message. `type` is `other` for a type that nobody here knows: names stay bounded. */
  count(consumer: string, type: string, outcome: Exclude<Outcome, 'skipped'>): void
  /** Counts so many messages of a batch that the consumer has no handler for. */
  skipped(consumer: string, messages: number): void
  /** Reads the consumer's lag whenever the page is asked for. */
  watchLag(consumer: string, read: () => Promise<number>): void
  /** Reads how old the oldest event is that the relay has not published yet, in seconds. */
  watchRelay(source: string, read: () => Promise<number>): void
}

/** Publishes `events_processed_total`, `event_lag` and `relay_lag_seconds`. A figure that cannot be read is NaN: it is unknown, and not zero. */
export function createBusMetrics(metrics: Metrics): BusMetrics {
  const processed = metrics.counter('events_processed_total', 'Messages that consumers have dealt with', ['consumer', 'type', 'outcome'])
  return {
    count: (consumer, type, outcome) => processed.inc({ consumer, type, outcome }),
    skipped(consumer, messages) {
      if (messages > 0) processed.inc({ consumer, type: 'other', outcome: 'skipped' }, messages)
    },
    watchLag: metrics.readings('event_lag', 'Messages that a consumer has not handled yet', 'consumer'),
    watchRelay: metrics.readings('relay_lag_seconds', 'Age of the oldest event that is not published yet', 'source'),
  }
}
