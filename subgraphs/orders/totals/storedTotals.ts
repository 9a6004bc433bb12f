import type { CurrencyCode } from '@agora/money/money.ts'

import type { DataOf } from '../../../schema/events/defineEvent.ts'
import type { orderEvents } from '../../../schema/events/orders.ts'
import type { Totals } from './totals.ts'

/** Totals as `order.placed` carries them. */
export type StoredTotals = DataOf<(typeof orderEvents)['order.placed']>['totals']

/** Totals as an event carries them. */
export function storedTotals({ linesMinor, discountMinor, shippingMinor, taxMinor, totalMinor, steps }: Totals): StoredTotals {
  return {
    linesMinor: linesMinor.toString(),
    discountMinor: discountMinor.toString(),
    shippingMinor: shippingMinor.toString(),
    taxMinor: taxMinor.toString(),
    totalMinor: totalMinor.toString(),
    steps: steps.map((step) => ({ ...step, amountMinor: step.amountMinor.toString() })),
  }
}

/** Totals as an event brought them. */
export function readTotals({ steps, ...sums }: StoredTotals, currencyCode: CurrencyCode): Totals {
  return {
    currencyCode,
    linesMinor: BigInt(sums.linesMinor),
    discountMinor: BigInt(sums.discountMinor),
    shippingMinor: BigInt(sums.shippingMinor),
    taxMinor: BigInt(sums.taxMinor),
    totalMinor: BigInt(sums.totalMinor),
    steps: steps.map((step) => ({ ...step, amountMinor: BigInt(step.amountMinor) })),
  }
}
