import { allocate } from '@agora/money/allocate.ts'

import { MILLION, type Basket, type Discount } from './basket.ts'
import { roundRatio } from './rounding.ts'
import { inOrder, soFar, type Step } from './step.ts'
import { sumOf, type TotalStep } from './totals.ts'

/** What is taken off, one discount after the other, each from what the one before has left, and never more than there is. */
export const discountStep: Step = (basket, before) =>
  basket.discounts.reduce<readonly TotalStep[]>((taken, discount) => [...taken, ...apply(discount, basket, [...before, ...taken])], [])

function apply({ code, off, lineIds }: Discount, basket: Basket, before: readonly TotalStep[]): TotalStep[] {
  const lines = inOrder(basket).filter(({ lineId }) => lineIds === null || lineIds.includes(lineId))
  const left = lines.map(({ lineId }) => soFar(before, lineId))
  const whole = sumOf(left)
  const wanted = 'ppm' in off ? roundRatio({ numerator: whole * BigInt(off.ppm), denominator: MILLION }, 'HALF_UP') : off.amountMinor
  const taken = wanted < whole ? wanted : whole
  if (taken <= 0n) return []
  const shares = allocate({ amountMinor: taken, currencyCode: basket.currencyCode }, left)
  return lines.map(({ lineId }, nth) => ({
    kind: 'DISCOUNT',
    code,
    lineId,
    amountMinor: -(shares[nth]?.amountMinor ?? 0n),
    included: false,
    ratePpm: null,
  }))
}
