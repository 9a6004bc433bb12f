import { fail, ok, type Result } from '@agora/errors/result.ts'

import type { Cart, CartLine } from '../cart/cart.ts'
import type { CartErrorCode } from '../cart/errors.ts'
import { sellable } from '../cart/pricing.ts'
import type { Quotes } from '../cart/quotes.ts'
import type { PricedPieces } from './reckonOrder.ts'

/** Why the pieces of a line cannot be priced. */
export interface UnpricedLine {
  readonly code: 'PRICING_UNAVAILABLE' | 'LINE_UNAVAILABLE' | 'NOT_PRICED'
  readonly line: CartLine
}

/** What is in a cart, at the prices of this moment; or every line that has none. */
export async function cartPieces(
  { lines, currencyCode }: Pick<Cart, 'lines' | 'currencyCode'>,
  { quotes }: { readonly quotes: Quotes },
): Promise<Result<readonly PricedPieces[], readonly UnpricedLine[]>> {
  const priced = await Promise.all(lines.map(async (line) => ({ line, sold: sellable(await quotes.of(line.variantId, currencyCode)) })))
  const unpriced = priced.flatMap(({ line, sold }) => (sold.ok ? [] : [{ code: unpricedCode(sold.error.code), line }]))
  if (unpriced.length > 0) return fail(unpriced)
  return ok(priced.flatMap(({ line, sold }) => (sold.ok ? [{ lineId: line.id, quantity: line.quantity, ...factsOf(sold.value) }] : [])))
}

type Sold = { readonly unitPriceMinor: string } & Pick<PricedPieces, 'packedWeightGrams' | 'taxCategory'>

const factsOf = ({ unitPriceMinor, packedWeightGrams, taxCategory }: Sold): Omit<PricedPieces, 'lineId' | 'quantity'> => ({
  unitPriceMinor: BigInt(unitPriceMinor),
  packedWeightGrams,
  taxCategory,
})

function unpricedCode(code: CartErrorCode): UnpricedLine['code'] {
  if (code === 'NOT_PRICED') return code
  return code === 'VARIANT_UNAVAILABLE' ? 'LINE_UNAVAILABLE' : 'PRICING_UNAVAILABLE'
}
