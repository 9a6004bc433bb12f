import { z } from 'zod'

import { fail, type Result } from '@agora/errors/result.ts'
import { isId, type Kind } from '@agora/ids/typeId.ts'
import { parseAmountMinor } from '@agora/money/money.ts'
import { line, prose, whole } from '@agora/subgraph-kit/inputFields.ts'
import { fieldPath, readInput } from '@agora/subgraph-kit/readInput.ts'

import { idempotencyKey } from '../checkout/checkoutInput.ts'
import { invalidInput, type OrderFault } from './orderErrors.ts'

const idOf = (kind: Kind, what: string) => z.string().refine((text) => isId(kind, text), `is not the id of ${what}`)
const orderId = idOf('Order', 'an order')
const reason = line(0, 500)
  .nullish()
  .transform((text) => (text === undefined || text === '' ? null : text))

/** What is given back: more than nothing, as PostgreSQL and JSON can both hold it. */
const amountMinor = z
  .string()
  .refine((text) => (parseAmountMinor(text) ?? 0n) > 0n, 'must be a whole number of at least 1 in decimal digits')
  .nullish()
  .transform((text) => (text == null ? null : BigInt(text)))

/** The input of `cancelOrder`, within its bounds. */
export const cancelOrderInput = z.object({ orderId, reason, idempotencyKey })

/** The input of `refundOrder`, within its bounds. */
export const refundOrderInput = z.object({
  orderId,
  amountMinor,
  lines: z
    .array(z.object({ lineId: idOf('OrderLine', 'a line of an order'), quantity: whole(1, 1_000_000) }))
    .max(100, 'must hold at most 100 lines')
    .refine((lines) => new Set(lines.map(({ lineId }) => lineId)).size === lines.length, 'must hold each line once'),
  restock: z.boolean(),
  reason,
  idempotencyKey,
})

/** The input of `addOrderNote`, within its bounds. */
export const addOrderNoteInput = z.object({
  orderId,
  text: prose(2000).refine((text) => text.length > 0, 'must not be empty'),
  idempotencyKey,
})

/** The input of `retrySaga`, within its bounds. */
export const retrySagaInput = z.object({ orderId, idempotencyKey })

/** The input of `cancelSaga`, within its bounds. */
export const cancelSagaInput = z.object({ orderId, reason, idempotencyKey })

/** Reads a mutation's input; the refusal names the first field that is out of bounds. */
export function readOrderInput<Input>(shape: z.ZodType<Input>, given: unknown): Result<Input, OrderFault<'INVALID_INPUT'>> {
  const read = readInput(shape, given)
  if (read.ok) return read
  const [first = { message: 'The input is malformed', field: fieldPath() }] = read.error
  return fail(invalidInput(first))
}
