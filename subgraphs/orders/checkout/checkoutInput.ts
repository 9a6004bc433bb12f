import { z } from 'zod'

import { isId } from '@agora/ids/typeId.ts'
import { parseAmountMinor } from '@agora/money/money.ts'
import { line } from '@agora/subgraph-kit/inputFields.ts'

const optional = (max: number) =>
  line(0, max)
    .nullish()
    .transform((text) => (text === '' || text === undefined ? null : text))

const address = z.object({
  name: line(1, 200),
  company: optional(200),
  line1: line(1, 200),
  line2: optional(200),
  city: line(1, 100),
  region: optional(100),
  postalCode: line(1, 20),
  countryCode: z.string().regex(/^[A-Z]{2}$/, 'must be two capitals of ISO 3166-1, such as DE'),
})

/** Digits as they are embossed: what a client must never send here. */
const CARD_NUMBER = /^(?:\d[ -]?){12,19}$/

/** A total as the buyer was shown it. */
const shownTotal = z
  .string()
  .refine((text) => (parseAmountMinor(text) ?? -1n) >= 0n, 'must be a whole number of at least 0 in decimal digits')
  .nullish()
  .transform((text) => text ?? null)

/** A key that the client chose. */
export const idempotencyKey = z.string().regex(/^[\x21-\x7e]{8,128}$/, 'must have 8–128 printable ASCII characters and no space')

/** The input of `checkout`, within its bounds. */
export const checkoutInput = z.object({
  cartId: z
    .string()
    .refine((text) => isId('Cart', text), 'is not the id of a cart')
    .nullish()
    .transform((id) => id ?? null),
  shippingMethodId: z.string().refine((text) => isId('ShippingMethod', text), 'is not the id of a shipping method'),
  shippingAddress: address,
  contact: z.object({
    email: z
      .string()
      .max(254, 'must have at most 254 characters')
      .regex(/^[^\s@<>"]{1,64}@[^\s@<>"]+\.[^\s@<>"]+$/, 'is not an e-mail address'),
    name: line(1, 200),
    phone: optional(32),
    locale: z.enum(['en', 'de']),
  }),
  billingAddress: address.nullish().transform((given) => given ?? null),
  paymentMethod: line(1, 255).refine((text) => !CARD_NUMBER.test(text), 'must be a token of the payment provider, never the number of a card'),
  returnUrl: z
    .url({ protocol: /^https?$/, error: 'must be a http or https address' })
    .max(2000, 'must have at most 2000 characters')
    .nullish()
    .transform((url) => url ?? null),
  expectedTotalMinor: shownTotal,
  idempotencyKey,
})

/** What a client wants to order. */
export type CheckoutInput = z.output<typeof checkoutInput>
