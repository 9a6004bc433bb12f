import { fail, ok, type Result } from '@agora/errors/result.ts'
import { decimal, sum, times, type CurrencyCode, type Money } from '@agora/money/money.ts'
import type { VariantQuote } from '@agora/rpc/methods/quote.ts'

import { MAX_QUANTITY, type CartLine } from './cart.ts'
import { refusals, type CartRefusal } from './errors.ts'

/** From so many pieces down, the owner is told how few are left. */
const LOW_STOCK = 5

/** What the catalogue says of a variant: null when it knows none of that id, a failure when it does not answer. */
export type QuoteAnswer = Result<VariantQuote | null, 'unavailable'>

/** Something the owner of a line should know; the type `CartWarning` of the graph. */
export type LineWarning = { readonly message: string } & (
  | { readonly code: 'PRICE_CHANGED'; readonly from: Money; readonly to: Money }
  | { readonly code: 'LOW_STOCK' | 'INSUFFICIENT_STOCK'; readonly available: number }
  | { readonly code: 'UNAVAILABLE' | 'NOT_PRICED' | 'PRICING_UNAVAILABLE' }
)

/** A line as it stands at this moment. Amounts are null where there is no price to count with. */
export interface PricedLine {
  readonly unitPrice: Money | null
  readonly lineTotal: Money | null
  readonly available: number | null
  readonly warnings: readonly LineWarning[]
}

/** Judges a line by what the catalogue says of its variant. */
export function priceLine(line: CartLine, answer: QuoteAnswer): PricedLine {
  if (!answer.ok) return unpriced(null, { code: 'PRICING_UNAVAILABLE', message: 'Prices and stock cannot be had at present' })
  const quote = answer.value
  if (quote === null || !quote.published) return unpriced(0, { code: 'UNAVAILABLE', message: `${line.sku} is no longer sold` })
  // Exact stock is for staff: a customer learns whether a line can be had whole, and no line holds more than this.
  const available = Math.min(quote.available, MAX_QUANTITY)
  const stock = stockWarning(line, available)
  if (quote.unitPriceMinor === null) {
    return unpriced(available, { code: 'NOT_PRICED', message: `${line.sku} has no price in ${line.currencyCode}` }, ...stock)
  }
  const unitPrice = { amountMinor: BigInt(quote.unitPriceMinor), currencyCode: line.currencyCode }
  return {
    unitPrice,
    lineTotal: times(unitPrice, line.quantity),
    available,
    warnings: [...priceWarning(line, unitPrice), ...stock],
  }
}

function unpriced(available: number | null, ...warnings: LineWarning[]): PricedLine {
  return { unitPrice: null, lineTotal: null, available, warnings }
}

function priceWarning({ sku, shown }: CartLine, now: Money): LineWarning[] {
  if (shown === null || shown.currencyCode !== now.currencyCode || shown.amountMinor === now.amountMinor) return []
  return [
    {
      code: 'PRICE_CHANGED',
      message: `The price of ${sku} went from ${decimal(shown)} to ${decimal(now)} ${now.currencyCode}`,
      from: shown,
      to: now,
    },
  ]
}

function stockWarning({ sku, quantity }: CartLine, available: number): LineWarning[] {
  if (available < quantity)
    return [{ code: 'INSUFFICIENT_STOCK', message: `Of ${sku}, ${available} can be had and ${quantity} are wanted`, available }]
  return available <= LOW_STOCK ? [{ code: 'LOW_STOCK', message: `Of ${sku}, only ${available} are left`, available }] : []
}

/** The sum of a cart, exact; null while any line is unpriced, because a part of a sum is a wrong sum. */
export function subtotalOf(currencyCode: CurrencyCode, lines: readonly PricedLine[]): Money | null {
  const totals = lines.map(({ lineTotal }) => lineTotal).filter((total) => total !== null)
  return totals.length === lines.length ? sum(currencyCode, totals) : null
}

/** What may be sold now, with its price in the asked currency; or why it may not be put into a cart. */
export function sellable(answer: QuoteAnswer): Result<VariantQuote & { readonly unitPriceMinor: string }, CartRefusal> {
  if (!answer.ok) return fail(refusals.catalogueUnavailable)
  const quote = answer.value
  if (quote === null || !quote.published) return fail(refusals.variantUnavailable)
  return quote.unitPriceMinor === null ? fail(refusals.notPriced) : ok({ ...quote, unitPriceMinor: quote.unitPriceMinor })
}
