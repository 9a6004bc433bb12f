import { fail, ok, type Result } from '@agora/errors/result.ts'

import type { Basket } from './basket.ts'
import { discountStep } from './discountStep.ts'
import { lineStep } from './lineStep.ts'
import { shippingStep } from './shippingStep.ts'
import type { Step } from './step.ts'
import { taxStep } from './taxStep.ts'
import { added, sumOf, type Totals, type TotalStep } from './totals.ts'

/**
 * No order costs more: payment providers count in numbers that are exact up to here, and reports can add a thousand such orders within PostgreSQL's bigint.
 */
export const MAX_TOTAL_MINOR = BigInt(Number.MAX_SAFE_INTEGER)

/** The way from lines to total, in this order. */
export const pipeline: readonly Step[] = [lineStep, discountStep, shippingStep, taxStep]

/** Reckons what a basket costs. The same basket costs the same for ever, however its lines are listed. */
export function reckonTotals(basket: Basket, steps: readonly Step[] = pipeline): Result<Totals, 'AMOUNT_TOO_LARGE'> {
  const record = steps.reduce<readonly TotalStep[]>((before, step) => [...before, ...step(basket, before)], [])
  const of = (kind: TotalStep['kind']): bigint => sumOf(record.filter((step) => step.kind === kind).map(({ amountMinor }) => amountMinor))
  const totals: Totals = {
    currencyCode: basket.currencyCode,
    linesMinor: of('LINES'),
    discountMinor: -of('DISCOUNT'),
    shippingMinor: of('SHIPPING'),
    taxMinor: of('TAX'),
    totalMinor: added(record),
    steps: record,
  }
  // Nothing here grows beyond the greater of the two: a total with its taxes, and the lines before their discounts.
  const largest = totals.totalMinor > totals.linesMinor ? totals.totalMinor : totals.linesMinor
  return largest > MAX_TOTAL_MINOR ? fail('AMOUNT_TOO_LARGE') : ok(totals)
}
