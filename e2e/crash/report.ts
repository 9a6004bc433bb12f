import { ownsOrders } from './blows/planBlows.ts'
import type { Struck } from './blows/strike.ts'
import { fates } from './rules/orderRules.ts'
import type { CrashRun } from './runCrash.ts'

const rounded = (value: number | undefined): number | null => (value === undefined ? null : Math.round(value))

function quantiles(values: readonly number[]): {
  readonly count: number
  readonly p50: number | null
  readonly p95: number | null
  readonly max: number | null
} {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number): number | undefined => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
  return { count: sorted.length, p50: rounded(at(0.5)), p95: rounded(at(0.95)), max: rounded(sorted.at(-1)) }
}

function countBy<Value>(values: readonly Value[], keyOf: (value: Value) => string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const value of values) counts[keyOf(value)] = (counts[keyOf(value)] ?? 0) + 1
  return counts
}

const matters = (target: string): boolean => target === 'database' || ownsOrders(target)

/** Whether nobody who could take over, nor the database, was struck as well while orders were in nobody's hands. */
export function isUndisturbed(one: Struck, all: readonly Struck[]): boolean {
  const end = one.from + (one.takeoverMs ?? one.until - one.from)
  return !all.some((other) => other !== one && matters(other.blow.target) && other.from < end && other.until > one.from)
}

/** The figures of a run. */
export function figuresOf({ struck, promises, facts, violations, restedAfterMs, leaseMs }: CrashRun) {
  const alone = struck.filter((one) => isUndisturbed(one, struck))
  const takeovers = (how: string, of: readonly Struck[] = alone): number[] =>
    of.flatMap(({ blow, takeoverMs }) => (blow.how === how && typeof takeoverMs === 'number' ? [takeoverMs] : []))
  const { requests, lost } = promises
  return {
    blows: struck.length,
    inTime: struck.filter(({ inTime }) => inTime).length,
    byTarget: countBy(struck, ({ blow }) => blow.target),
    byHow: countBy(struck, ({ blow }) => blow.how),
    takeoverMs: { killed: quantiles(takeovers('kill')), frozen: quantiles(takeovers('freeze')), lease: leaseMs },
    allTakeoverMs: quantiles([...takeovers('kill', struck), ...takeovers('freeze', struck)]),
    notTakenOver: alone.filter(({ takeoverMs }) => takeoverMs === null).length,
    backMs: quantiles(struck.flatMap(({ backMs }) => backMs ?? [])),
    requests: requests.length,
    answers: requests.reduce((sum, { answers }) => sum + answers.length, 0),
    notAnswered: Object.fromEntries(lost),
    orders: facts.orders.length,
    fates: fates(facts),
    events: facts.stored.length,
    repeatedOnBus: facts.published.length - new Set(facts.published).size,
    restedAfterMs: rounded(restedAfterMs),
    violations: violations.length,
  }
}

const MOST_SHOWN = 40

/** The run for a person: figures, every violation, and last one line of JSON. */
export function reportOf(run: CrashRun, about: Readonly<Record<string, unknown>>): string[] {
  const figures = figuresOf(run)
  const { takeoverMs } = figures
  return [
    `${figures.blows} blows, ${figures.inTime} of them at their moment: ${listed(figures.byTarget)}`,
    `By kind: ${listed(figures.byHow)}`,
    `${figures.requests} checkouts were asked for, ${figures.orders} orders came of them: ${listed(figures.fates)}`,
    `${figures.events} events, ${figures.repeatedOnBus} of them more than once on the bus, each with its effect once unless said below`,
    `Taken over from a killed owner: ${JSON.stringify(takeoverMs.killed)} ms; from a frozen one (lease ${takeoverMs.lease} ms): ${JSON.stringify(takeoverMs.frozen)} ms`,
    `All takeovers, also those where the other owner or the database was struck as well: ${JSON.stringify(figures.allTakeoverMs)} ms`,
    `Back after a new start: ${JSON.stringify(figures.backMs)} ms; at rest ${figures.restedAfterMs} ms after the last buyer left`,
    ...run.violations.slice(0, MOST_SHOWN).map(({ rule, about: whom, what }) => `VIOLATION of "${rule}": ${whom}: ${what}`),
    run.violations.length === 0 ? 'No violation.' : `${run.violations.length} violations.`,
    JSON.stringify({ ...about, ...figures }),
  ]
}

const listed = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')
