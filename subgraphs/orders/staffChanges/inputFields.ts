import { z } from 'zod'

import { isId, type Kind } from '@agora/ids/typeId.ts'
import { currencies, MAX_AMOUNT_MINOR, parseAmountMinor, type CurrencyCode } from '@agora/money/money.ts'

/** An id of this kind. */
export const idOf = (kind: Kind, what: string) => z.string().refine((text) => isId(kind, text), `is not the id of a ${what}`)
/** ISO 3166-1 alpha-2. Whether there is such a country is for its goods to find out. */
export const countryCode = z.string().regex(/^[A-Z]{2}$/, 'must be two capitals of ISO 3166-1, such as DE')
/** A word that stands on orders. */
export const code = z.string().regex(/^[A-Z0-9][A-Z0-9_-]{0,63}$/, 'must have 1–64 capitals, digits, `-` or `_`, a letter or a digit first')
/** ISO 4217, of those that the shop prices in. */
export const currencyCode = z.enum(Object.keys(currencies) as [CurrencyCode, ...CurrencyCode[]])
/** An amount of at least zero in minor units. */
export const amountMinor = z.string().transform((text, context) => {
  const amount = parseAmountMinor(text)
  if (amount !== undefined && amount >= 0n) return amount
  context.addIssue(`must be a whole number between 0 and ${MAX_AMOUNT_MINOR} in decimal digits`)
  return z.NEVER
})
