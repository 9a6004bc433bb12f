import { setTimeout as sleep } from 'node:timers/promises'

import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client'

import { createHistogram, type Histogram } from './histogram.ts'

/** The metrics of one process, in Prometheus' text format. */
export interface Metrics {
  readonly registry: Registry
  /** A count that only grows. Names end in `_total`. */
  counter<Label extends string>(name: string, help: string, labels?: readonly Label[]): Counter<Label>
  /** A value read when the page is asked for. */
  gauge(name: string, help: string, read: () => number): void
  /** A value for each member of a small set, read when the page is asked for. */
  gauges(name: string, help: string, options: { readonly label: string; readonly read: () => Iterable<readonly [string, number]> }): void
  /**
   * Values that are asked for when the page is, one for each value of the label: answers the function that adds one. What cannot be read within two
   * seconds is NaN: unknown, and not zero.
   */
  readings(name: string, help: string, label: string): (of: string, read: () => Promise<number>) => void
  /** A distribution. Names end in their unit. */
  histogram<Label extends string>(name: string, help: string, options: { labels?: readonly Label[]; buckets: readonly number[] }): Histogram<Label>
  /** The page itself. */
  text(): Promise<string>
}

/** Bucket bounds, in seconds, of everything that answers a request. */
export const DURATION_BUCKETS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const

const READING_TIMEOUT_MS = 2000

/** The registry of a process, with the figures of Node itself. */
export function createMetrics(service: string): Metrics {
  const registry = new Registry()
  registry.setDefaultLabels({ service })
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  return {
    registry,
    counter: (name, help, labels = []) => new Counter({ name, help, labelNames: [...labels], registers }),
    gauge: (name, help, read) => {
      new Gauge({
        name,
        help,
        registers,
        collect() {
          this.set(read())
        },
      })
    },
    gauges: (name, help, { label, read }) => {
      new Gauge({
        name,
        help,
        labelNames: [label],
        registers,
        collect() {
          this.reset()
          for (const [member, value] of read()) this.set({ [label]: member }, value)
        },
      })
    },
    readings: (name, help, label) => readings(registry, { name, help, label }),
    histogram: (name, help, { labels = [], buckets }) => createHistogram({ name, help, labels, buckets, registry }),
    text: () => registry.metrics(),
  }
}

async function readInTime([of, read]: readonly [string, () => Promise<number>]): Promise<readonly [string, number]> {
  const value = Promise.try(read).catch(() => Number.NaN)
  return [of, await Promise.race([value, sleep(READING_TIMEOUT_MS, Number.NaN, { ref: false })])]
}

function readings(registry: Registry, { name, help, label }: { name: string; help: string; label: string }): ReturnType<Metrics['readings']> {
  const sources = new Map<string, () => Promise<number>>()
  new Gauge({
    name,
    help,
    labelNames: [label],
    registers: [registry],
    async collect() {
      for (const [of, value] of await Promise.all([...sources].map(readInTime))) this.set({ [label]: of }, value)
    },
  })
  return (of, read) => sources.set(of, read)
}
