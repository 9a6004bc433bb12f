import { z } from 'zod'

import type { Queryable } from '@agora/database/transaction.ts'

import { ledgerFaults } from '../../../subgraphs/payments/ledger/ledgerFaults.ts'
import { inventoryFaults } from '../../../subgraphs/products/inventory/inventoryFaults.ts'
import type { Facts, PaymentFact, ProviderFact, StockFact } from './facts.ts'

const STOCK = `
  SELECT coalesce(m.order_id, r.order_id) AS "orderId", coalesce(r.held, 0)::int AS held, coalesce(m.sold, 0)::int AS sold, coalesce(m.returned, 0)::int AS returned
  FROM (SELECT order_id, -sum(delta) FILTER (WHERE delta < 0) AS sold, sum(delta) FILTER (WHERE delta > 0) AS returned
        FROM movement WHERE order_id IS NOT NULL GROUP BY order_id) m
  FULL JOIN (SELECT order_id, sum(quantity) AS held FROM reservation GROUP BY order_id) r ON r.order_id = m.order_id`

/** What the database of products says. */
export async function readStockFacts(products: Queryable): Promise<Pick<Facts, 'stock' | 'stockFaults'>> {
  return { stock: (await products.query<StockFact>(STOCK)).rows, stockFaults: await inventoryFaults(products) }
}

const PAYMENTS = `
  SELECT p.id, p.order_id AS "orderId", p.status, p.captured_minor::text AS captured, p.refunded_minor::text AS refunded, p.late,
    (SELECT count(*)::int FROM events e WHERE e.stream = p.id AND e.type = 'payment.captured') AS captures
  FROM payments p`

type PaymentRow = Omit<PaymentFact, 'captured' | 'refunded'> & { readonly captured: string; readonly refunded: string }

/** What the database of payments says. */
export async function readPaymentFacts(payments: Queryable): Promise<Pick<Facts, 'payments' | 'ledgerFaults'>> {
  const { rows } = await payments.query<PaymentRow>(PAYMENTS)
  const faults = await ledgerFaults(payments)
  return {
    payments: rows.map((row) => ({ ...row, captured: BigInt(row.captured), refunded: BigInt(row.refunded) })),
    ledgerFaults: faults.map(({ code, paymentId, found, expected }) => `${code} of ${paymentId}: ${found}, expected ${expected}`),
  }
}

const page = z.object({
  data: z.array(z.object({ id: z.string(), merchantReference: z.string(), status: z.string(), captured: z.string(), refunded: z.string() })),
  hasMore: z.boolean(),
})

/** The provider's own list, to its end. */
export async function readProviderFacts({ url, secretKey }: { readonly url: string; readonly secretKey: string }): Promise<ProviderFact[]> {
  const found: ProviderFact[] = []
  for (let after = ''; ;) {
    const { data, hasMore } = page.parse(await insist(`${url}/v1/payments?limit=100&after=${encodeURIComponent(after)}`, secretKey))
    for (const { merchantReference, status, captured, refunded } of data) {
      found.push({ paymentId: merchantReference, status, captured: BigInt(captured), refunded: BigInt(refunded) })
    }
    after = data.at(-1)?.id ?? ''
    if (!hasMore) return found
  }
}

/** The misfortunes that were ordered for the shop meet whoever looks afterwards as well: now and then there is an error in the place of an answer, or none. */
const MOST_TRIES = 20

async function insist(url: string, secretKey: string): Promise<unknown> {
  for (let tries = 1; ; tries += 1) {
    const answer = await fetch(url, { headers: { authorization: `Bearer ${secretKey}` } }).catch((error: unknown) => {
      if (tries >= MOST_TRIES) throw error
    })
    if (answer?.ok === true) return answer.json()
    if (answer !== undefined && tries >= MOST_TRIES) throw new Error(`The provider does not even answer in the end: ${answer.status}`)
  }
}
