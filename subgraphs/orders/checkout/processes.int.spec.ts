import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { createLogger } from '@agora/logger/logger.ts'
import { createTestDatabase } from '@agora/testkit/database.ts'

import { openCheckoutPool } from './openCheckoutPool.ts'
import { takeProcesses } from './processes.ts'
import { startRunner } from './runner.ts'

const logger = createLogger({ service: 'test', level: 'silent' })
const database = await createTestDatabase('orders')
const pool = openCheckoutPool({ url: database.appUrl, logger })
const runner = await startRunner({ pool, logger, leaseMs: 600_000 })
after(async () => {
  await runner.stop()
  await pool.end()
  await database.drop()
})

const { owner } = runner

async function putDown(orders: Readonly<Record<string, string | null>>): Promise<void> {
  await pool.query('delete from checkout_processes')
  for (const [id, by] of Object.entries(orders))
    await pool.query(`insert into checkout_processes (order_id, owner, next_at) values ($1, $2, now() - interval '1 s')`, [id, by])
}

async function take(inHand: readonly string[] | null): Promise<Record<string, boolean>> {
  const taken = await takeProcesses(pool, { owner, active: inHand, only: null, limit: 10 })
  return Object.fromEntries(taken.map(({ orderId, takenOver }) => [orderId, takenOver]).toSorted())
}

test('a runner takes what is nobody’s or a dead one’s, and of its own what it does not know to be in its hands', async () => {
  await putDown({ held: owner, forgotten: owner, free: null, orphan: '1.dead' })
  assert.deepEqual(await take(null), { free: false, orphan: true })
  await putDown({ held: owner, forgotten: owner, free: null, orphan: '1.dead' })
  assert.deepEqual(await take(['held']), { forgotten: false, free: false, orphan: true })
})

test('a runner that the others believe dead takes nothing: not what it has in hand, which its own eyes take for a dead one’s, and nothing else', async () => {
  await putDown({ held: owner, free: null, orphan: '1.dead' })
  await pool.query(`update checkout_runners set until = now() - interval '1 s' where owner = $1`, [owner])
  assert.deepEqual([await take(null), await take(['held'])], [{}, {}])
  await pool.query(`update checkout_runners set until = now() + interval '1 h' where owner = $1`, [owner])
  assert.deepEqual(await take(null), { free: false, orphan: true })
})
