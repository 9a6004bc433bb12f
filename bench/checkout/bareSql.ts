import pg from 'pg'

import { newId } from '@agora/ids/typeId.ts'

import { finish, hold, lock, pay, place, sell, settle, start, take } from './bareStatements.ts'
import { serveCheckouts, type Asked } from './seam.ts'
import { setting } from './settings.ts'

// The rows of a checkout by plain statements: a transaction a database, no calls, no prices, and nobody who would go on after a crash.
const open = (name: string): pg.Pool => new pg.Pool({ connectionString: setting(name), max: 20 })
const [orders, products, payments] = [open('DATABASE_URL'), open('PRODUCTS_URL'), open('PAYMENTS_URL')]
const { rows: places } = await products.query<{ variant: string; location: string }>(
  'SELECT variant_id AS variant, min(location_id) AS location FROM stock GROUP BY variant_id',
)
const placeOf = new Map(places.map(({ variant, location }) => [variant, location]))

type Statement = readonly [name: string, text: string, values: readonly unknown[]]

async function inOneTransaction(pool: pg.Pool, statements: readonly Statement[]): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    for (const [name, text, values] of statements) await client.query({ name, text, values: [...values] })
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  } finally {
    client.release()
  }
}

function stockStatements({ orderId, lines: asked }: Asked): Statement[] {
  const lines = asked.toSorted((a, b) => (a.variantId < b.variantId ? -1 : 1))
  const variants = lines.map(({ variantId }) => variantId)
  const columns = [variants, variants.map((variant) => placeOf.get(variant)), lines.map(({ quantity }) => quantity)]
  return [
    ['lock', lock, [variants]],
    ['hold', hold, [orderId, ...columns]],
    ['sell', sell, [orderId, ...columns, lines.map(() => newId('Movement'))]],
  ]
}

serveCheckouts(async (asked) => {
  const { orderId, buyer, amountMinor } = asked
  const paymentId = orderId.replace('ord_', 'pay_')
  const data = JSON.stringify({ orderId, buyer, amountMinor, currency: 'EUR', providerReference: `instant_${paymentId}`, methodFingerprint: null })
  await inOneTransaction(products, stockStatements(asked))
  await inOneTransaction(payments, [
    ['start', start, [paymentId, orderId, buyer, amountMinor, data]],
    ['pay', pay, [paymentId, amountMinor, data]],
    ['take', take, [paymentId, amountMinor, data, orderId]],
  ])
  await inOneTransaction(orders, [
    ['place', place, [orderId, buyer, asked.key, asked.cartId, asked.contactId, placed(asked)]],
    [
      'settle',
      settle,
      [orderId, asked.cartId, JSON.stringify({ paymentId }), JSON.stringify({ buyer, lines: asked.lines, totalMinor: amountMinor })],
    ],
    ['finish', finish, [orderId]],
  ])
  return { phase: 'COMPLETED' }
})

/** As long as what orders writes down. */
function placed({ orderId, buyer, cartId, contactId, lines, amountMinor }: Asked): string {
  const of = lines.map((line, nth) => ({
    lineId: `oli_${orderId.slice(4)}`,
    productId: line.variantId,
    sku: `SKU-${nth}-0001`,
    unitPriceMinor: amountMinor,
    ...line,
  }))
  const steps = [...of, ...of].map(({ lineId }) => ({ kind: 'LINES', code: 'LINE', lineId, amountMinor, included: false, ratePpm: null }))
  return JSON.stringify({
    orderNumber: 'AG-0000000000',
    buyer,
    cartId,
    contactId,
    currency: 'EUR',
    lines: of,
    totals: { totalMinor: amountMinor, steps },
  })
}
