import type { Queryable } from '@agora/database/transaction.ts'
import { ok } from '@agora/errors/result.ts'
import { quote, type VariantQuote } from '@agora/rpc/methods/quote.ts'
import { serveMethod, type RpcHandler } from '@agora/rpc/routes.ts'

import { number, read, text } from '../database/read.ts'

const quotes = {
  name: 'quote',
  text: `SELECT v.id, v.sku, v.product_id, p.status, x.amount_minor,
      greatest(0, coalesce((SELECT sum(s.on_hand - s.reserved) FROM stock s WHERE s.variant_id = v.id), 0)),
      v.packed_weight_grams, left(coalesce(p.attributes->>'tax_category', ''), 64)
    FROM variant v JOIN product p ON p.id = v.product_id LEFT JOIN price x ON x.variant_id = v.id AND x.currency = $2
    WHERE v.id = ANY ($1::text[])`,
}

/** Prices and availability of variants in one currency, by one statement. Unknown ids are absent. */
async function quoteVariants(database: Queryable, variantIds: readonly string[], currency: string): Promise<VariantQuote[]> {
  const rows = await read(database, quotes, [variantIds, currency])
  return rows.map((row) => ({
    variantId: text(row, 0),
    sku: text(row, 1),
    productId: text(row, 2),
    published: row[3] === 'PUBLISHED',
    unitPriceMinor: row[4] ?? null,
    available: number(row, 5),
    packedWeightGrams: number(row, 6),
    taxCategory: text(row, 7),
  }))
}

/** Catalogue/Quote, which orders asks. */
export function answerQuote(database: Queryable): RpcHandler {
  return serveMethod(quote, ['orders'], async ({ variantIds, currency }) => ok({ quotes: await quoteVariants(database, variantIds, currency) }))
}
