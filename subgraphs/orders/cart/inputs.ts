import { z } from 'zod'

import { fail, ok, type Result } from '@agora/errors/result.ts'
import { isId, type Kind } from '@agora/ids/typeId.ts'
import { currencies, type CurrencyCode } from '@agora/money/money.ts'

import { MAX_QUANTITY } from './cart.ts'
import { invalidInput, type CartRefusal } from './errors.ts'

const MAX_VERSION = 2 ** 31 - 1
const MAX_TOKEN_LENGTH = 4096

const idOf = (kind: Kind, what: string) => z.string().refine((text) => isId(kind, text), `This is not the id of a ${what}`)
const quantityBounds = `A quantity is a whole number from 1 to ${MAX_QUANTITY}`
const quantity = z.int(quantityBounds).min(1, quantityBounds).max(MAX_QUANTITY, quantityBounds)
const version = z.int().min(1, 'A version is a positive number').max(MAX_VERSION, 'There is no such version')
const currencyCode = z.enum(Object.keys(currencies) as [CurrencyCode, ...CurrencyCode[]])

/** The input of `addCartItem`, within its bounds. */
export const addCartItemInput = z.object({ variantId: idOf('Variant', 'variant'), quantity, currencyCode })
/** The input of `updateCartLine`, within its bounds. */
export const updateCartLineInput = z.object({ lineId: idOf('CartLine', 'cart line'), quantity, expectedVersion: version })
/** The input of `removeCartLine`, within its bounds. */
export const removeCartLineInput = z.object({ lineId: idOf('CartLine', 'cart line') })
/** The input of `clearCart` and of `acknowledgeCartChanges`, within its bounds. */
export const cartVersionInput = z.object({ expectedVersion: version })
/** The input of `setCartCurrency`. */
export const setCartCurrencyInput = z.object({ currencyCode })
/** The input of `mergeCart`, within its bounds. */
export const mergeCartInput = z.object({
  guestToken: z.string().min(1, 'The token is empty').max(MAX_TOKEN_LENGTH, `A token has at most ${MAX_TOKEN_LENGTH} characters`),
  idempotencyKey: z.string().regex(/^[\x21-\x7e]{8,128}$/, 'An idempotency key has 8 to 128 printable ASCII characters and no space'),
})

/** Reads a mutation's input; the refusal names the first field that is out of bounds. */
export function readInput<Input>(shape: z.ZodType<Input>, given: unknown): Result<Input, CartRefusal> {
  const parsed = shape.safeParse(given)
  if (parsed.success) return ok(parsed.data)
  const [issue] = parsed.error.issues
  return fail(invalidInput(issue?.message ?? 'The input is malformed', issue?.path ?? []))
}
