import type pg from 'pg'

import { inTransaction } from '@agora/database/transaction.ts'

import { learnOrder } from '../../subgraphs/ai/learning/learnOrder.ts'
import type { Invoice } from './invoices.ts'

const LIST = `INSERT INTO products (product_id, published) SELECT unnest($1::text[]), true ON CONFLICT DO NOTHING`
const STOCK = `INSERT INTO variants (variant_id, product_id, available) SELECT id, id, 99 FROM unnest($1::text[]) AS id`

/** Lists every item as published and in stock, then takes the invoices in one by one, as the consumer of confirmed orders does. */
export async function learn(pool: pg.Pool, invoices: readonly Invoice[]): Promise<{ readonly orders: number; readonly learnSeconds: number }> {
  const items = [...new Set(invoices.flatMap(({ items: own }) => own))]
  await pool.query(LIST, [items])
  await pool.query(STOCK, [items])
  const started = performance.now()
  for (const { number, customer, at, items: productIds } of invoices) {
    await inTransaction(pool, (client) => learnOrder(client, { orderId: `${number} ${customer}`, buyer: customer, productIds, at }))
  }
  const learnSeconds = (performance.now() - started) / 1000
  await pool.query('ANALYZE')
  return { orders: invoices.length, learnSeconds }
}
