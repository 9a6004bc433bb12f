import type { Queryable } from '@agora/database/transaction.ts'
import type { CurrencyCode } from '@agora/money/money.ts'

import { read, text } from '../database/read.ts'
import { announcePrices, announceProducts, type PriceChange } from '../events/announceProducts.ts'
import type { Announcement } from '../events/productsStore.ts'
import { differs, variantsOf, type Snapshot } from './importSnapshot.ts'

interface Changed {
  readonly before: Snapshot
  readonly after: Snapshot
}

const ids = { name: 'import_variant_ids', text: 'SELECT sku, id FROM variant WHERE product_id = ANY ($1::text[])' }

/** Tells what an import changed of products that customers see. What it made are drafts. */
export async function announceImport(
  client: Queryable,
  before: ReadonlyMap<string, Snapshot>,
  after: ReadonlyMap<string, Snapshot>,
): Promise<Announcement[]> {
  const changed = [...before].flatMap(([slug, then]) => {
    const now = after.get(slug)
    return now !== undefined && now.product.status === 'PUBLISHED' && differs(then, now) ? [{ before: then, after: now }] : []
  })
  if (changed.length === 0) return []
  const rows = await read(client, ids, [changed.map(({ after: { product } }) => product.id)])
  const idOf = new Map(rows.map((row) => [text(row, 0), text(row, 1)]))
  const shown = changed.filter(changesMoreThanPrices).map(({ after: { product } }) => product.id)
  const products = await announceProducts(client, 'product.changed', shown)
  return [...products, ...announcePrices(changed.flatMap((one) => priceChanges(one, idOf)))]
}

function changesMoreThanPrices({ before, after }: Changed): boolean {
  const bare = (snapshot: Snapshot): string =>
    JSON.stringify(Object.entries(variantsOf(snapshot)).map(([sku, { prices: _prices, ...rest }]) => [sku, rest]))
  return before.product.version !== after.product.version || bare(before) !== bare(after)
}

function priceChanges({ before, after }: Changed, idOf: ReadonlyMap<string, string>): PriceChange[] {
  const then = variantsOf(before)
  return Object.entries(variantsOf(after)).flatMap(([sku, { prices }]) => {
    const [old, variantId] = [then[sku]?.prices ?? {}, idOf.get(sku)]
    if (variantId === undefined) return []
    return [...new Set([...Object.keys(old), ...Object.keys(prices)])].map((currency) => ({
      productId: after.product.id,
      variantId,
      currency: currency as CurrencyCode,
      beforeMinor: old[currency] ?? null,
      afterMinor: prices[currency] ?? null,
    }))
  })
}
