import { allocate } from '@agora/money/allocate.ts'
import type { CurrencyCode } from '@agora/money/money.ts'

import { MILLION, type Basket, type TaxRule } from './basket.ts'
import { roundRatio, type Ratio } from './rounding.ts'
import { inOrder, soFar, type Step } from './step.ts'
import { sumOf, type TotalStep } from './totals.ts'

/** An amount that a rule taxes: a line after its discounts, or shipping. */
interface Taxable {
  readonly lineId: string | null
  readonly amountMinor: bigint
  readonly tax: TaxRule
}

/** Taxes by rule. What is contained in a price is recorded and adds nothing. */
export const taxStep: Step = (basket, before) => {
  const byRule = Map.groupBy(taxables(basket, before), ({ tax }) => JSON.stringify(tax))
  return [...byRule.values()].flatMap((alike) => taxed(alike, basket.currencyCode))
}

function taxables(basket: Basket, before: readonly TotalStep[]): Taxable[] {
  const { shipping } = basket
  const lines = inOrder(basket).flatMap(({ lineId, tax }) => (tax === null ? [] : [{ lineId, amountMinor: soFar(before, lineId), tax }]))
  return shipping === null || shipping.tax === null ? lines : [...lines, { lineId: null, amountMinor: shipping.amountMinor, tax: shipping.tax }]
}

function taxed(alike: readonly Taxable[], currencyCode: CurrencyCode): TotalStep[] {
  const [first] = alike
  if (first === undefined) return []
  const { tax } = first
  const amounts = tax.roundedPer === 'LINE' ? alike.map(({ amountMinor }) => taxOf(amountMinor, tax)) : sharedOut(alike, tax, currencyCode)
  return alike.map(({ lineId }, nth) => ({
    kind: 'TAX',
    code: tax.code,
    lineId,
    amountMinor: amounts[nth] ?? 0n,
    included: tax.inclusive,
    ratePpm: tax.ratePpm,
  }))
}

/** One rounding for all, then the whole units go where they belong. Under one rate the amounts themselves are the fair weights. */
function sharedOut(alike: readonly Taxable[], tax: TaxRule, currencyCode: CurrencyCode): bigint[] {
  const amounts = alike.map(({ amountMinor }) => amountMinor)
  const whole = sumOf(amounts)
  if (whole === 0n) return amounts
  return allocate({ amountMinor: taxOf(whole, tax), currencyCode }, amounts).map(({ amountMinor }) => amountMinor)
}

const taxOf = (amountMinor: bigint, tax: TaxRule): bigint => roundRatio(exactTax(amountMinor, tax), tax.rounding)

function exactTax(amountMinor: bigint, { ratePpm, inclusive }: TaxRule): Ratio {
  const rate = BigInt(ratePpm)
  return { numerator: amountMinor * rate, denominator: inclusive ? MILLION + rate : MILLION }
}
