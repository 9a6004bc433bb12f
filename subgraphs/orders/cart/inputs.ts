import { z } from 'zod'

import { fail, type Result } from '@agora/errors/result.ts'
import { isId, type Kind } from '@agora/ids/typeId.ts'
import { currencies, type CurrencyCode } from '@agora/money/money.ts'
import { version, whole } from '@agora/subgraph-kit/inputFields.ts'
import { fieldPath, readInput } from '@agora/subgraph-kit/readInput.ts'

import { MAX_QUANTITY } from './cart.ts'
import { invalidInput, type CartRefusal } from './errors.ts'

const MAX_TOKEN_LENGTH = 4096

const idOf = (kind: Kind, what: string) => z.string().refine((text) => isId(kind, text), `is not the id of a ${what}`)
const quantity = whole(1, MAX_QUANTITY)
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
  guestToken: z.string().min(1, 'must not be empty').max(MAX_TOKEN_LENGTH, `must have at most ${MAX_TOKEN_LENGTH} characters`),
  idempotencyKey: z.string().regex(/^[\x21-\x7e]{8,128}$/, 'must have 8–128 printable ASCII characters and no space'),
})

/** Reads a mutation's input; the refusal names the first field that is out of bounds. */
export function readCartInput<Input>(shape: z.ZodType<Input>, given: unknown): Result<Input, CartRefusal> {
  const read = readInput(shape, given)
  if (read.ok) return read
  const [first = { message: 'The input is malformed', field: fieldPath() }] = read.error
  return fail(invalidInput(first))
}
