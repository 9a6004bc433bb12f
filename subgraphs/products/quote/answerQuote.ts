import { createBatcher } from '@agora/batching/batcher.ts'
import type { Queryable } from '@agora/database/transaction.ts'
import { ok } from '@agora/errors/result.ts'
import { quote, type VariantQuote } from '@agora/rpc/methods/quote.ts'
import { serveMethod, type RpcHandler } from '@agora/rpc/routes.ts'

import { number, read, text, type Row } from '../database/read.ts'

const quotes = {
  name: 'quote',
  text: `SELECT v.id, v.sku, v.product_id, p.status, x.amount_minor,
      greatest(0, coalesce((SELECT sum(s.on_hand - s.reserved) FROM stock s WHERE s.variant_id = v.id), 0)),
      v.packed_weight_grams, left(coalesce(p.attributes->>'tax_category', ''), 64), w.currency
    FROM unnest($1::text[], $2::bpchar[]) AS w(id, currency) JOIN variant v ON v.id = w.id JOIN product p ON p.id = v.product_id
    LEFT JOIN price x ON x.variant_id = v.id AND x.currency = w.currency`,
}

interface Asked {
  readonly variantIds: readonly string[]
  readonly currency: string
}

/** Prices and availability of variants in their currencies, by one statement. Unknown ids are absent. */
async function quoteVariants(database: Queryable, asked: readonly Asked[]): Promise<VariantQuote[][]> {
  const wanted = new Map(asked.flatMap(({ variantIds, currency }) => variantIds.map((id) => [`${id} ${currency}`, { id, currency }])))
  const pairs = [...wanted.values()]
  const rows = await read(database, quotes, [pairs.map(({ id }) => id), pairs.map(({ currency }) => currency)])
  const found = new Map(rows.map((row) => [`${text(row, 0)} ${text(row, 8)}`, quoteOf(row)]))
  return asked.map(({ variantIds, currency }) => [...new Set(variantIds)].flatMap((id) => found.get(`${id} ${currency}`) ?? []))
}

function quoteOf(row: Row): VariantQuote {
  return {
    variantId: text(row, 0),
    sku: text(row, 1),
    productId: text(row, 2),
    published: row[3] === 'PUBLISHED',
    unitPriceMinor: row[4] ?? null,
    available: number(row, 5),
    packedWeightGrams: number(row, 6),
    taxCategory: text(row, 7),
  }
}

/** Catalogue/Quote, which orders asks. What is asked together is read together. */
export function answerQuote(database: Queryable): RpcHandler {
  const batcher = createBatcher<Asked, VariantQuote[]>({ maxBatch: 50, flush: (asked) => quoteVariants(database, asked), sharesFate: () => true })
  return serveMethod(quote, ['orders'], async (asked) => ok({ quotes: await batcher.add(asked) }))
}
