import { fail, ok, type Result } from '@agora/errors/result.ts'
import type { VariantQuote } from '@agora/rpc/methods/quote.ts'

import type { Cart, CartLine } from '../cart/cart.ts'
import { sellable } from '../cart/pricing.ts'
import type { Quotes } from '../cart/quotes.ts'
import type { DataOfEvent } from '../order/order.ts'
import type { PricedPieces } from '../totals/reckonOrder.ts'
import { checkoutRefusals, lineRefusal, type CheckoutRefusal } from './checkoutErrors.ts'

/** A line of the order to be, with what its price depends on. */
export interface BasketLine {
  readonly stored: DataOfEvent<'order.placed'>['lines'][number]
  readonly pieces: PricedPieces
}

/** The lines of a cart at the prices of this moment, or everything that keeps them from being bought. */
export async function basketOf(
  cart: Cart,
  { quotes, newLineId }: { readonly quotes: Quotes; readonly newLineId: () => string },
): Promise<Result<readonly BasketLine[], readonly CheckoutRefusal[]>> {
  const judged = await Promise.all(cart.lines.map(async (line) => lineOf(line, await quotes.of(line.variantId, cart.currencyCode), newLineId)))
  const refused = judged.flatMap((line) => (line.ok ? [] : [line.error]))
  // Said once, not of every line.
  if (refused.some(({ code }) => code === 'CATALOGUE_UNAVAILABLE')) return fail([checkoutRefusals.catalogueUnavailable])
  return refused.length > 0 ? fail(refused) : ok(judged.flatMap((line) => (line.ok ? [line.value] : [])))
}

function lineOf(line: CartLine, answer: Result<VariantQuote | null, 'unavailable'>, newLineId: () => string): Result<BasketLine, CheckoutRefusal> {
  const sold = sellable(answer)
  if (!sold.ok) {
    if (sold.error.code === 'CATALOGUE_UNAVAILABLE') return fail(checkoutRefusals.catalogueUnavailable)
    return fail(lineRefusal(sold.error.code === 'NOT_PRICED' ? 'NOT_PRICED' : 'LINE_UNAVAILABLE', line.sku))
  }
  const { sku, productId, variantId, available, unitPriceMinor, packedWeightGrams, taxCategory } = sold.value
  // Nothing is promised by this: the reservation decides. It spares an order that is bound to fail.
  if (available < line.quantity) return fail(lineRefusal('INSUFFICIENT_STOCK', sku))
  const lineId = newLineId()
  return ok({
    stored: { lineId, variantId, productId, sku, quantity: line.quantity, unitPriceMinor },
    pieces: { lineId, quantity: line.quantity, unitPriceMinor: BigInt(unitPriceMinor), packedWeightGrams, taxCategory },
  })
}
