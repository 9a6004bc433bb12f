import type pg from 'pg'

import { readServing } from '../shippingMethods/shippingMethodReads.ts'
import { readRatesOf } from '../tax/taxRateReads.ts'
import type { Tariff } from './tariff.ts'

/** How long a tariff is used before it is read again, in milliseconds: a change by staff holds for every process after that. */
const KEPT_MS = 1000
/** There are 249 countries; whoever invents more does not fill the memory. */
const MOST_KEPT = 300

/** The tariffs of all countries, as they are now or were a second ago. */
export interface Tariffs {
  of(countryCode: string): Promise<Tariff>
  /** After a change made here: what is asked next is read anew. */
  forget(): void
}

/** Reads tariffs, each at most once a second however many carts ask. */
export function createTariffs(pool: pg.Pool, now: () => number = () => performance.now()): Tariffs {
  const kept = new Map<string, { readonly until: number; readonly tariff: Promise<Tariff> }>()
  return {
    of(countryCode) {
      const known = kept.get(countryCode)
      if (known !== undefined && now() < known.until) return known.tariff
      if (kept.size >= MOST_KEPT) kept.clear()
      const entry = { until: now() + KEPT_MS, tariff: readTariff(pool, countryCode) }
      kept.set(countryCode, entry)
      // A failure is the asker's; the next one asks again.
      entry.tariff.catch(() => kept.get(countryCode) === entry && kept.delete(countryCode))
      return entry.tariff
    },
    forget: () => kept.clear(),
  }
}

async function readTariff(pool: pg.Pool, countryCode: string): Promise<Tariff> {
  const [taxRates, shippingMethods] = await Promise.all([readRatesOf(pool, countryCode), readServing(pool, countryCode)])
  return { countryCode, taxRates, shippingMethods }
}
