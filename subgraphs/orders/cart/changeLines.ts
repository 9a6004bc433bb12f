import type { z } from 'zod'

import { assertNever, fail, ok } from '@agora/errors/result.ts'

import { expiryOf } from './cart.ts'
import { addLine, notePrices, openCart, removeLine, setQuantity } from './cartWrites.ts'
import { allOrNothing, changeCart, noteChange, type CartRequest, type CartWork, type Changed } from './changeCart.ts'
import { refusals } from './errors.ts'
import type { addCartItemInput, removeCartLineInput, updateCartLineInput } from './inputs.ts'
import { sellable } from './pricing.ts'

/** Adds pieces of a variant that is sold now to the viewer's cart, which is made if there is none. Racing calls are all kept. */
export async function addCartItem(work: CartWork, request: CartRequest, input: z.infer<typeof addCartItemInput>): Promise<Changed> {
  const { viewer, quotes } = request
  const currencyCode = (await request.cart())?.currencyCode ?? input.currencyCode
  const sold = sellable(await quotes.of(input.variantId, currencyCode))
  if (!sold.ok) return sold
  const { sku, unitPriceMinor } = sold.value
  const added = await allOrNothing(work.pool, async (client) => {
    const now = work.clock()
    const expiresAt = expiryOf(viewer, now)
    const cart = await openCart(client, { id: work.newId.cart(), ownerSub: viewer.sub, currencyCode, now, expiresAt })
    const line = { id: work.newId.line(), cartId: cart.id, variantId: input.variantId, sku, quantity: input.quantity }
    const outcome = await addLine(client, { ...line, shownPriceMinor: unitPriceMinor, shownCurrency: currencyCode, now })
    switch (outcome) {
      case 'too-many-pieces':
        return fail(refusals.quantityTooLarge)
      case 'too-many-lines':
        return fail(refusals.cartFull)
      case 'added':
        return ok(await noteChange(client, work, { cartId: cart.id, request }))
      default:
        return assertNever(outcome)
    }
  })
  if (added.ok) work.tell.wake()
  return added
}

/** Sets the quantity of a line and notes its price as shown; without the catalogue the price last shown stays noted. */
export async function updateCartLine(work: CartWork, request: CartRequest, input: z.infer<typeof updateCartLineInput>): Promise<Changed> {
  const before = await request.cart()
  const line = before?.lines.find(({ id }) => id === input.lineId)
  if (line === undefined) return fail(refusals.lineNotFound)
  const answer = await request.quotes.of(line.variantId, line.currencyCode)
  const quote = answer.ok ? answer.value : null
  return changeCart(work, { viewer: request.viewer, requestId: request.requestId, missing: refusals.lineNotFound }, async (client, cart) => {
    const outcome = await setQuantity(client, cart.id, input)
    if (outcome === 'missing') return fail(refusals.lineNotFound)
    if (outcome === 'other-version') return fail(refusals.versionConflict)
    const shown = quote === null ? [] : [{ variantId: quote.variantId, sku: quote.sku, priceMinor: quote.unitPriceMinor }]
    return ok(await notePrices(client, { id: cart.id, currencyCode: line.currencyCode }, shown))
  })
}

/** Takes a line out of the viewer's cart. */
export function removeCartLine(
  work: CartWork,
  { viewer, requestId }: CartRequest,
  { lineId }: z.infer<typeof removeCartLineInput>,
): Promise<Changed> {
  return changeCart(work, { viewer, requestId, missing: refusals.lineNotFound }, async (client, cart) =>
    (await removeLine(client, cart.id, lineId)) ? ok(undefined) : fail(refusals.lineNotFound),
  )
}
