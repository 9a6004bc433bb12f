import type { z } from 'zod'

import { fail, ok, type Result } from '@agora/errors/result.ts'
import type { CurrencyCode } from '@agora/money/money.ts'

import type { Cart } from './cart.ts'
import { notePrices, removeLines, setCurrency, type ShownPrice } from './cartWrites.ts'
import { changeCart, type CartRequest, type CartWork, type Changed } from './changeCart.ts'
import { refusals, type CartRefusal } from './errors.ts'
import type { cartVersionInput, setCartCurrencyInput } from './inputs.ts'
import type { Quotes } from './quotes.ts'

type ExpectedCart = z.infer<typeof cartVersionInput>

/** Takes everything out of the viewer's cart, if it is still the one that was read. */
export function clearCart(work: CartWork, request: CartRequest, { expectedVersion }: ExpectedCart): Promise<Changed> {
  return changeCart(work, request, async (client, cart) => {
    if (cart.version !== expectedVersion) return fail(refusals.versionConflict)
    return ok(await removeLines(client, cart.id))
  })
}

/** Prices the viewer's cart in another currency. A line that joins meanwhile keeps its price of before, which then warns of nothing. */
export async function setCartCurrency(
  work: CartWork,
  request: CartRequest,
  { currencyCode }: z.infer<typeof setCartCurrencyInput>,
): Promise<Changed> {
  const before = await request.cart()
  if (before === null) return fail(refusals.cartNotFound)
  if (before.currencyCode === currencyCode) return ok(undefined)
  const shown = await pricesNow(request.quotes, before, currencyCode)
  if (!shown.ok) return shown
  return changeCart(work, request, async (client, cart) => {
    await setCurrency(client, cart.id, currencyCode)
    return ok(await notePrices(client, { id: cart.id, currencyCode }, shown.value))
  })
}

/** Notes all prices of the viewer's cart as shown, if it is still the one that was read. */
export async function acknowledgeCartChanges(work: CartWork, request: CartRequest, { expectedVersion }: ExpectedCart): Promise<Changed> {
  const before = await request.cart()
  if (before === null) return fail(refusals.cartNotFound)
  if (before.version !== expectedVersion) return fail(refusals.versionConflict)
  const shown = await pricesNow(request.quotes, before, before.currencyCode)
  if (!shown.ok) return shown
  return changeCart(work, request, async (client, cart) => {
    if (cart.version !== expectedVersion) return fail(refusals.versionConflict)
    return ok(await notePrices(client, cart, shown.value))
  })
}

/** The prices of all lines that the catalogue still knows; a refusal when it does not answer. */
async function pricesNow(quotes: Quotes, cart: Cart, currencyCode: CurrencyCode): Promise<Result<ShownPrice[], CartRefusal>> {
  const answers = await Promise.all(cart.lines.map(({ variantId }) => quotes.of(variantId, currencyCode)))
  if (!answers.every((answer) => answer.ok)) return fail(refusals.catalogueUnavailable)
  const known = answers.map(({ value }) => value).filter((quote) => quote !== null)
  return ok(known.map(({ variantId, sku, unitPriceMinor }) => ({ variantId, sku, priceMinor: unitPriceMinor })))
}
