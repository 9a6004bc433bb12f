import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import pg from 'pg'

import { createEventStore } from '@agora/event-store/eventStore.ts'
import { newId } from '@agora/ids/typeId.ts'
import { createTestDatabase } from '@agora/testkit/database.ts'

import { catalogue } from '../../../schema/events/catalogue.ts'
import type { PaymentEvent } from '../../../schema/events/payments.ts'
import { applyTogether, type Change } from './paymentBook.ts'
import { paymentIdOf } from './payments.ts'

const database = await createTestDatabase('payments')
const pool = new pg.Pool({ connectionString: database.appUrl, max: 1 })
const store = createEventStore<PaymentEvent>({ catalogue })
after(async () => {
  await pool.end()
  await database.drop()
})

const causedBy = (correlationId: string) => ({ metadata: { correlationId, causationId: null, actor: 'orders' } })

/** The start of an order's payment. */
function startOf(orderId: string): Change {
  const command = { type: 'start', orderId, buyer: 'usr_1', amountMinor: 100n, currency: 'EUR', provider: 'local' } as const
  return { paymentId: paymentIdOf(orderId) ?? '', command, ...causedBy('req-start') }
}

test('changes of one payment that are written together are each told with their own cause', async () => {
  const [one, other] = [startOf(newId('Order')), startOf(newId('Order'))]
  const giveUp: Change = { paymentId: one.paymentId, command: { type: 'giveUp' }, ...causedBy('req-void') }
  const outcomes = await applyTogether({ pool, store, clock: () => new Date() }, [one, other, giveUp])
  assert.deepEqual(
    outcomes.map((outcome) => outcome.kind === 'DONE' && [outcome.payment.version, outcome.payment.state.status]),
    [
      [1, 'STARTED'],
      [1, 'STARTED'],
      [2, 'VOIDED'],
    ],
  )
  const told = async (id: string) => (await store.read(pool, id)).map(({ version, type, metadata }) => [version, type, metadata.correlationId])
  assert.deepEqual(await told(one.paymentId), [
    [1, 'payment.started', 'req-start'],
    [2, 'payment.voided', 'req-void'],
  ])
  assert.deepEqual(await told(other.paymentId), [[1, 'payment.started', 'req-start']])
})
