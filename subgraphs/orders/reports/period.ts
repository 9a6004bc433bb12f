import { z } from 'zod'

import { currencyCode } from '../staffChanges/inputFields.ts'

/** The longest period that a report is about, in days. */
export const MAX_DAYS = 732
const DAY_MS = 86_400_000

const day = z.iso.date('must be a day such as 2026-11-25')

/** The first and the last day of a report, in UTC. */
export interface Period {
  readonly from: string
  readonly to: string
}

/** How many days a period has; zero or less when it ends before it begins. */
const daysOf = ({ from, to }: Period): number => (Date.parse(to) - Date.parse(from)) / DAY_MS + 1

const within = {
  path: ['to'],
  error: `must not be before \`from\`, and at most ${MAX_DAYS} days later`,
}
const bounded = (period: Period): boolean => daysOf(period) >= 1 && daysOf(period) <= MAX_DAYS

/** The arguments of a report about a period. */
export const period = z.object({ from: day, to: day }).refine(bounded, within)
/** The same in one currency. */
export const pricedPeriod = z.object({ from: day, to: day, currencyCode }).refine(bounded, within)

const MAX_WINDOW_MS = 24 * 3_600_000

/** The arguments of a report about minutes. */
export const minutes = z
  .object({ from: z.date(), to: z.date(), currencyCode })
  .refine(({ from, to }) => to > from && to.getTime() - from.getTime() <= MAX_WINDOW_MS, {
    path: ['to'],
    error: 'must be after `from`, and at most 24 hours later',
  })
