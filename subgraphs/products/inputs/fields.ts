import { z } from 'zod'

import { isCurrencyCode, parseAmountMinor } from '@agora/money/money.ts'
import { isLine, line, whole } from '@agora/subgraph-kit/inputFields.ts'

import { KEY } from '../attribute/attribute.ts'

/** Whether a text may be looked up as a slug or a SKU: any other is none, and PostgreSQL is not asked. */
export const isKey = (text: string): boolean => text.length <= 120 && isLine(text)

/** An address of a product or a category. */
export const slug = z
  .string()
  .max(120, 'must have at most 120 characters')
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'must be lower-case words of a–z and 0–9 joined by hyphens')

/** A stock keeping unit. */
export const sku = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must be 1–64 letters, digits, `.`, `_` and `-`, the first a letter or a digit')

/** The key of an attribute or an option. */
export const key = z.string().regex(KEY, 'must be lower-case letters, digits and `_`, beginning with a letter, at most 40 characters')

/** An id as it comes: whether there is such a thing is for the database to say. */
export const id = z.string().max(64, 'is not an id of ours').refine(isLine, 'is not an id of ours')

/** An amount in minor units. */
export const amountMinor = z.string().transform((text, issues) => {
  const amount = parseAmountMinor(text)
  if (amount !== undefined) return amount
  issues.addIssue('must be a whole number of minor units')
  return z.NEVER
})

/** A currency of the shop. */
export const currencyCode = z.string().refine(isCurrencyCode, 'is not a currency of the shop')

/** A list of at most so many. */
export const list = <Item extends z.ZodType>(item: Item, max: number) => z.array(item).max(max, `must have at most ${max} items`)

/** An attribute's value; which of the fields is right, its definition says. */
const attribute = z.object({
  key: z.string().max(40, 'must have at most 40 characters'),
  text: line(1, 200).nullish(),
  number: z.number('must be finite').nullish(),
  boolean: z.boolean().nullish(),
  list: list(line(1, 100), 20).min(1, 'must have at least one value').nullish(),
})

/** The attributes of a product. */
export const attributes = list(attribute, 50)

/** The options of a variant, each key once. */
export const options = list(z.object({ key, value: line(1, 60) }), 5).refine(
  (all) => new Set(all.map((option) => option.key)).size === all.length,
  'must have each key at most once',
)

/** Prices, each currency once; null takes a price away. */
export const prices = list(
  z.object({ currencyCode, amountMinor: amountMinor.refine((amount) => amount > 0n, 'must be above zero').nullish() }),
  3,
).refine((all) => new Set(all.map((price) => price.currencyCode)).size === all.length, 'must have each currency at most once')

/** What a variant weighs. */
export const weightGrams = whole(0, 1_000_000)
