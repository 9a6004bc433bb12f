import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import pg from 'pg'

import { inTransaction } from '@agora/database/transaction.ts'
import type { BusEvent } from '@agora/event-bus/handlers.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createTestDatabase, type TestDatabase } from '@agora/testkit/database.ts'

import type { PaymentEvent } from '../../../schema/events/payments.ts'
import { countAttempt } from './countAttempts.ts'
import { forgetOldWindows, readVelocity } from './readVelocity.ts'

type Attempt = Extract<PaymentEvent, { readonly type: 'payment.declined' | 'payment.authorised' }>

let database: TestDatabase
let pool: pg.Pool
before(async () => {
  database = await createTestDatabase('payments')
  pool = new pg.Pool({ connectionString: database.appUrl, max: 4 })
})
after(async () => {
  await pool.end()
  await database.drop()
})

const logger = createLogger({ service: 'test', level: 'silent' })
const noon = Date.parse('2026-11-25T12:00:00Z')
const at = (seconds: number): Date => new Date(noon + seconds * 1000)
const money = { orderId: 'ord_1', amountMinor: '100', currency: 'EUR' } as const

function attempt(type: Attempt['type'], { buyer, card, seconds }: { buyer: string; card: string | null; seconds: number }): BusEvent<Attempt> {
  const header = {
    id: 'pay_1/2',
    stream: 'pay_1',
    version: 2,
    metadata: { correlationId: 'c', causationId: null, actor: 'a' },
    occurredAt: at(seconds),
  }
  if (type === 'payment.declined') return { ...header, type, data: { ...money, buyer, code: 'CARD_DECLINED', methodFingerprint: card } }
  return { ...header, type, data: { ...money, buyer, providerReference: 'pp_1', methodFingerprint: card } }
}

const handle = (event: BusEvent<Attempt>, watermark: Date | null = null): Promise<void> =>
  inTransaction(pool, (client) => countAttempt(client, event, { topic: 'payments', partition: 0, watermark, logger }))

test('failures are counted by buyer and by card in the window in which they happened, late ones apart', async () => {
  await handle(attempt('payment.declined', { buyer: 'usr_a', card: 'fp_1', seconds: 10 }))
  await handle(attempt('payment.declined', { buyer: 'usr_a', card: 'fp_2', seconds: 299 }))
  await handle(attempt('payment.declined', { buyer: 'usr_a', card: null, seconds: 300 }))
  await handle(attempt('payment.declined', { buyer: 'usr_b', card: 'fp_1', seconds: 301 }))
  await handle(attempt('payment.authorised', { buyer: 'usr_a', card: 'fp_1', seconds: 302 }))
  // Closed two minutes after its end; a moment before, it was still open.
  await handle(attempt('payment.declined', { buyer: 'usr_a', card: 'fp_1', seconds: 20 }), at(419))
  await handle(attempt('payment.declined', { buyer: 'usr_a', card: 'fp_1', seconds: 30 }), at(420))
  const { rows } = await pool.query<Record<string, unknown>>(
    "SELECT kind, subject, extract(epoch FROM starts_at - $1)::int AS start, failures, successes, late FROM payment_velocity WHERE subject IN ('usr_a', 'fp_1') ORDER BY 1, 2, 3",
    [at(0)],
  )
  assert.deepEqual(
    rows.map((row) => Object.values(row)),
    [
      ['BUYER', 'usr_a', 0, 3, 0, 1],
      ['BUYER', 'usr_a', 300, 1, 1, 0],
      ['CARD', 'fp_1', 0, 2, 0, 1],
      ['CARD', 'fp_1', 300, 1, 1, 0],
    ],
  )
})

test('who fails often lately is told, the worst first; old windows are forgotten', async () => {
  const seen = await readVelocity(pool, at(0), 3)
  assert.deepEqual(
    seen.map(({ kind, subject, failures, successes }) => [kind, subject, failures, successes]),
    [
      ['BUYER', 'usr_a', 4, 1],
      ['CARD', 'fp_1', 3, 1],
    ],
  )
  assert.deepEqual(await readVelocity(pool, at(300), 2), [])
  await forgetOldWindows(pool, new Date(noon + 8 * 24 * 3_600_000))
  assert.equal((await pool.query('SELECT FROM payment_velocity')).rowCount, 0)
})
