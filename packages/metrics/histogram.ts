import type { MetricValueWithName, Registry } from 'prom-client'

/** A distribution: how many values fell below each bound, how many there were, and their sum. */
export interface Histogram<Label extends string = string> {
  readonly name: string
  readonly labelNames: readonly Label[]
  /** Adds a value to the series of these labels. Throws a TypeError for what is not finite. */
  observe(labels: Partial<Readonly<Record<Label, string>>>, value: number): void
  /** Adds a value to the series without labels. */
  observe(value: number): void
  /** The series of these labels; it stands on the page from its first value on. */
  labels(labels: Partial<Readonly<Record<Label, string>>>): Series
}

/** The values of one set of labels. */
export interface Series {
  observe(value: number): void
}

/** What a histogram is made with. */
export interface HistogramOptions<Label extends string> {
  readonly name: string
  readonly help: string
  readonly labels: readonly Label[]
  /** Upper bounds, each with the values that equal it, in ascending order. */
  readonly buckets: readonly number[]
  readonly registry: Registry
}

interface Counted extends Series {
  readonly labels: Readonly<Record<string, string>>
  /** How many values fell between a bound and the one before it; the last counts what is above all. */
  readonly counts: Float64Array
  sum(): number
}

interface PageValue extends MetricValueWithName<string> {
  readonly sharedLabels: Readonly<Record<string, string>>
}

type Branch = Map<string | undefined, Branch | Counted>

/**
 * Registers a histogram on a page of prom-client's. Its own makes a text of the labels, sorts them and copies an object for each value, which with four values a request was a
 * twentieth of all that a router did; here a value is counted where its labels lead to.
 */
export function createHistogram<Label extends string>({ name, help, labels: names, buckets, registry }: HistogramOptions<Label>): Histogram<Label> {
  const root: Branch = new Map()
  const all: Counted[] = []
  const find = (labels: Partial<Readonly<Record<Label, string>>>): Counted => {
    let branch = root
    for (let at = 0; at < names.length - 1; at += 1) branch = grow(branch, labels[names[at] as Label])
    const last = names.length === 0 ? undefined : labels[names.at(-1) as Label]
    const known = branch.get(last) as Counted | undefined
    if (known !== undefined) return known
    const series = createSeries(said(names, labels), buckets, (begun) => all.push(begun))
    branch.set(last, series)
    return series
  }
  const histogram: Histogram<Label> = {
    name,
    labelNames: names,
    observe(...given: readonly [number] | readonly [Partial<Readonly<Record<Label, string>>>, number]) {
      if (given.length === 1) find({}).observe(given[0])
      else find(given[0]).observe(given[1])
    },
    labels: find,
  }
  const reset = (): void => {
    root.clear()
    all.splice(0)
    if (names.length === 0) all.push(find({}))
  }
  reset()
  const values = (): PageValue[] => all.flatMap((series) => valuesOf(name, series, buckets))
  // What its page asks of a metric is two functions.
  registry.registerMetric({ ...histogram, get: async () => ({ name, help, type: 'histogram', aggregator: 'sum', values: values() }), reset } as never)
  return histogram
}

function grow(branch: Branch, value: string | undefined): Branch {
  const known = branch.get(value) as Branch | undefined
  if (known !== undefined) return known
  const grown: Branch = new Map()
  branch.set(value, grown)
  return grown
}

function said(names: readonly string[], labels: Partial<Readonly<Record<string, string>>>): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (labels[name] === undefined ? [] : [[name, labels[name]]])))
}

function createSeries(labels: Readonly<Record<string, string>>, buckets: readonly number[], begun: (series: Counted) => void): Counted {
  const counts = new Float64Array(buckets.length + 1)
  let sum = 0
  let isNew = Object.keys(labels).length > 0
  const series: Counted = {
    labels,
    counts,
    sum: () => sum,
    observe(value) {
      if (!Number.isFinite(value)) throw new TypeError(`${value} is no value of a histogram`)
      let at = 0
      while (at < buckets.length && value > (buckets[at] as number)) at += 1
      counts[at] = (counts[at] as number) + 1
      sum += value
      if (isNew) begun(series)
      isNew = false
    },
  }
  return series
}

/** As prom-client's page wants it: the labels that the values of a series share stand apart. */
function valuesOf(name: string, { labels: sharedLabels, counts, sum }: Counted, buckets: readonly number[]): PageValue[] {
  let count = 0
  const below = [...counts].map((inBucket, at) => {
    count += inBucket
    return { metricName: `${name}_bucket`, labels: { le: at < buckets.length ? (buckets[at] as number) : '+Inf' }, sharedLabels, value: count }
  })
  return [
    ...below,
    { metricName: `${name}_sum`, labels: {}, sharedLabels, value: sum() },
    { metricName: `${name}_count`, labels: {}, sharedLabels, value: count },
  ]
}
