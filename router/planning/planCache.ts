import type { Metrics } from '@agora/metrics/metrics.ts'

/** Figures of every plan cache of a process: generations of a supergraph come and go, the figures stay. */
export interface PlanCacheFigures {
  asked(outcome: 'hit' | 'shared' | 'miss'): void
  /** How many entries there are more, or fewer, than before. */
  changed(by: number): void
}

/** The figures of plan caches as metrics. */
export function planCacheFigures(metrics: Metrics): PlanCacheFigures {
  let entries = 0
  const help = 'Plans that were asked for: found, made for somebody else at the same time, or made.'
  const asks = metrics.counter('router_plan_cache_asks_total', help, ['outcome'])
  metrics.gauge('router_plan_cache_entries', 'Plans that are kept.', () => entries)
  return {
    asked: (outcome) => asks.inc({ outcome }),
    changed: (by) => void (entries += by),
  }
}

/** Keeps what was made for a key, up to a number of keys. */
export interface PlanCache<Value> {
  /** What is kept for the key, else what `make` makes: once, however many ask meanwhile. A rejection reaches all who asked, and nobody after. */
  get(key: string, make: () => Promise<Value>): Promise<Value>
  /** What is kept for the key, without a promise; undefined when it is being made or was not asked for. Counts as an ask only where it finds. */
  peek(key: string): Value | undefined
  /** The entries that were asked for most of late, the most wanted first: what to make first for the next supergraph. */
  hottest(count: number): { readonly key: string; readonly value: Value }[]
  /** Forgets everything; what is being made is still handed to those who asked. */
  clear(): void
}

interface Entry<Value> {
  readonly value: Value
  asks: number
}

/** After so many asks for each place in the cache, all that were counted count half. */
const ASKS_A_PLACE = 32

/** A cache of at most `limit` entries; whatever was not asked for longest makes room. */
export function createPlanCache<Value>({ limit, figures }: { readonly limit: number; readonly figures: PlanCacheFigures }): PlanCache<Value> {
  // In the order of their last use.
  const kept = new Map<string, Entry<Value>>()
  const pending = new Map<string, Promise<Value>>()
  let asks = 0
  const use = (key: string, entry: Entry<Value>): Value => {
    kept.delete(key)
    kept.set(key, entry)
    entry.asks += 1
    asks += 1
    if (asks >= limit * ASKS_A_PLACE) asks = halve(kept.values())
    figures.asked('hit')
    return entry.value
  }
  const peek = (key: string): Value | undefined => {
    const entry = kept.get(key)
    return entry && use(key, entry)
  }
  return {
    peek,
    async get(key, make) {
      const entry = kept.get(key)
      if (entry !== undefined) return use(key, entry)
      const shared = pending.get(key)
      figures.asked(shared === undefined ? 'miss' : 'shared')
      return shared ?? remember(key, make, { kept, pending, limit, figures })
    },
    hottest: (count) =>
      [...kept]
        .toReversed()
        .toSorted(([, one], [, other]) => other.asks - one.asks)
        .slice(0, count)
        .map(([key, { value }]) => ({ key, value })),
    clear() {
      figures.changed(-kept.size)
      kept.clear()
      pending.clear()
    },
  }
}

interface Store<Value> {
  readonly kept: Map<string, Entry<Value>>
  readonly pending: Map<string, Promise<Value>>
  readonly limit: number
  readonly figures: PlanCacheFigures
}

async function remember<Value>(key: string, make: () => Promise<Value>, { kept, pending, limit, figures }: Store<Value>): Promise<Value> {
  const making = Promise.try(make)
  pending.set(key, making)
  try {
    const value = await making
    // Not what was asked for before everything was forgotten.
    if (pending.get(key) !== making) return value
    kept.set(key, { value, asks: 1 })
    figures.changed(1)
    const [oldest] = kept.keys()
    if (kept.size > limit && oldest !== undefined && kept.delete(oldest)) figures.changed(-1)
    return value
  } finally {
    if (pending.get(key) === making) pending.delete(key)
  }
}

function halve(entries: Iterable<{ asks: number }>): number {
  let left = 0
  for (const entry of entries) left += entry.asks = Math.floor(entry.asks / 2)
  return left
}
