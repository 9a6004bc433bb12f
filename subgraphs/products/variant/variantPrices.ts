import type { Queryable } from '@agora/database/transaction.ts'
import type { CurrencyCode } from '@agora/money/money.ts'

import type { PriceChange } from '../events/announceProducts.ts'
import { pricesOf, type Variant } from './variantReads.ts'

/** A price to set; null takes it away. */
export interface PriceToSet {
  readonly currencyCode: string
  readonly amountMinor?: bigint | null | undefined
}

const upsert = {
  name: 'price_upsert',
  text: `INSERT INTO price AS p (variant_id, currency, amount_minor) SELECT $1, currency, amount FROM unnest($2::text[], $3::int8[]) AS given(currency, amount)
    ON CONFLICT (variant_id, currency) DO UPDATE SET amount_minor = excluded.amount_minor, updated_at = now() WHERE p.amount_minor <> excluded.amount_minor`,
}
const remove = { name: 'price_remove', text: 'DELETE FROM price WHERE variant_id = $1 AND currency = ANY ($2::text[])' }

/** Sets or takes away the given prices of a variant; answers what they were before, by currency. */
export async function setPrices(client: Queryable, variantId: string, given: readonly PriceToSet[]): Promise<Record<string, string | null>> {
  if (given.length === 0) return {}
  const known = new Map<string, string>((await pricesOf(client, [variantId])).map((price) => [price.currencyCode, price.amountMinor.toString()]))
  const set = given.filter(({ amountMinor }) => amountMinor != null)
  const gone = given.filter(({ amountMinor }) => amountMinor == null)
  if (set.length > 0) {
    await client.query({
      ...upsert,
      values: [variantId, set.map(({ currencyCode }) => currencyCode), set.map(({ amountMinor }) => String(amountMinor))],
    })
  }
  if (gone.length > 0) await client.query({ ...remove, values: [variantId, gone.map(({ currencyCode }) => currencyCode)] })
  return Object.fromEntries(given.map(({ currencyCode }) => [currencyCode, known.get(currencyCode) ?? null]))
}

/** How the given prices of a variant differ from those before; none of a variant that customers do not see. */
export function priceChanges(
  { id: variantId, productId, status }: Variant,
  before: Readonly<Record<string, string | null>>,
  given: readonly PriceToSet[],
): PriceChange[] {
  if (status !== 'PUBLISHED') return []
  return given.map(({ currencyCode, amountMinor }) => ({
    productId,
    variantId,
    currency: currencyCode as CurrencyCode,
    beforeMinor: before[currencyCode] ?? null,
    afterMinor: amountMinor?.toString() ?? null,
  }))
}
