import type { Metrics } from '@agora/metrics/metrics.ts'

/** The metrics of a process as one generation sees them. */
export interface GenerationMetrics {
  readonly metrics: Metrics
  /** From now on gauges read this generation. */
  activate(): void
}

type Gauges = Parameters<Metrics['gauges']>[2]['read']

interface Readers {
  readonly gauge: Map<string, () => number>
  readonly gauges: Map<string, Gauges>
  readonly readings: Map<string, () => Promise<number>>
}

/**
 * A registry takes a name once, and generations come with the same names again: counters and histograms are one for all of them and go on counting,
 * gauges read the generation that serves. What it has no reader for is NaN: unknown, and not zero.
 */
export function createLastingMetrics(metrics: Metrics): { forGeneration(): GenerationMetrics } {
  const made = new Map<string, unknown>()
  const once = <Value>(name: string, make: () => Value): Value => {
    if (!made.has(name)) made.set(name, make())
    return made.get(name) as Value
  }
  let current: Readers = noReaders()
  const currentReaders = (): Readers => current
  return {
    forGeneration() {
      const own = noReaders()
      return { metrics: seenBy(own, { metrics, once, currentReaders }), activate: () => void (current = own) }
    },
  }
}

interface Registered {
  readonly metrics: Metrics
  readonly once: <Value>(name: string, make: () => Value) => Value
  readonly currentReaders: () => Readers
}

function seenBy(own: Readers, { metrics, once, currentReaders }: Registered): Metrics {
  return {
    registry: metrics.registry,
    text: () => metrics.text(),
    counter: (name, help, labels) => once(name, () => metrics.counter(name, help, labels)),
    histogram: (name, help, options) => once(name, () => metrics.histogram(name, help, options)),
    gauge(name, help, read) {
      own.gauge.set(name, read)
      once(name, () => metrics.gauge(name, help, () => currentReaders().gauge.get(name)?.() ?? Number.NaN))
    },
    gauges(name, help, { label, read }) {
      own.gauges.set(name, read)
      once(name, () => metrics.gauges(name, help, { label, read: () => currentReaders().gauges.get(name)?.() ?? [] }))
    },
    readings(name, help, label) {
      const add = once(name, () => metrics.readings(name, help, label))
      return (of, read) => {
        const key = `${name}\n${of}`
        own.readings.set(key, read)
        add(of, async () => (await currentReaders().readings.get(key)?.()) ?? Number.NaN)
      }
    },
  }
}

function noReaders(): Readers {
  return { gauge: new Map(), gauges: new Map(), readings: new Map() }
}
