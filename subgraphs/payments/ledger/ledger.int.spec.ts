import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import pg from 'pg'

import { createTestDatabase, type TestDatabase } from '@agora/testkit/database.ts'

let database: TestDatabase
let owner: pg.Pool

before(async () => {
  database = await createTestDatabase('payments')
  owner = new pg.Pool({ connectionString: database.ownerUrl, max: 1 })
})
after(async () => {
  await owner.end()
  await database.drop()
})

type Line = readonly [paymentId: string, version: number, account: string, currency: string, amountMinor: number]

async function enter(...lines: readonly Line[]): Promise<string> {
  const values = lines.map((_, nth) => `($${nth * 5 + 1}, $${nth * 5 + 2}, $${nth * 5 + 3}, $${nth * 5 + 4}, $${nth * 5 + 5})`).join()
  return owner.query(`INSERT INTO ledger_entries (payment_id, version, account, currency, amount_minor) VALUES ${values}`, lines.flat()).then(
    () => 'entered',
    (error: Error) => error.message,
  )
}

const count = async (): Promise<number> => (await owner.query('SELECT FROM ledger_entries')).rowCount ?? 0

test('an entry that does not sum to zero in each currency is refused as a whole', async () => {
  const refused = 'an entry of the books does not sum to zero'
  assert.equal(await enter(['pay_1', 1, 'HELD', 'EUR', 100]), refused)
  assert.equal(await enter(['pay_1', 1, 'HELD', 'EUR', 100], ['pay_1', 1, 'CUSTOMERS', 'EUR', -99]), refused)
  assert.equal(await enter(['pay_1', 1, 'HELD', 'EUR', 100], ['pay_1', 1, 'CUSTOMERS', 'USD', -100]), refused)
  // Two that are wrong together are not right.
  assert.equal(await enter(['pay_1', 1, 'HELD', 'EUR', 100], ['pay_2', 1, 'CUSTOMERS', 'EUR', -100]), refused)
  assert.equal(await enter(['pay_1', 1, 'HELD', 'EUR', 100], ['pay_1', 2, 'CUSTOMERS', 'EUR', -100]), refused)
  assert.equal(await count(), 0)
})

test('lines of nothing, of no account or of no currency are refused', async () => {
  assert.match(await enter(['pay_1', 1, 'HELD', 'EUR', 0], ['pay_1', 1, 'CUSTOMERS', 'EUR', 0]), /amount_check/)
  assert.match(await enter(['pay_1', 1, 'POCKET', 'EUR', 1], ['pay_1', 1, 'CUSTOMERS', 'EUR', -1]), /account_check/)
  assert.match(await enter(['pay_1', 1, 'HELD', 'eur', 1], ['pay_1', 1, 'CUSTOMERS', 'eur', -1]), /currency_check/)
  assert.equal(await count(), 0)
})

test('an event is entered once, and what is entered can neither be changed nor removed, by the owner either', async () => {
  const lines: readonly Line[] = [
    ['pay_3', 2, 'HELD', 'EUR', 100],
    ['pay_3', 2, 'CUSTOMERS', 'EUR', -100],
  ]
  assert.equal(await enter(...lines), 'entered')
  assert.match(await enter(...lines), /duplicate key/)
  for (const statement of ['UPDATE ledger_entries SET amount_minor = 1', 'DELETE FROM ledger_entries', 'TRUNCATE ledger_entries'])
    await assert.rejects(owner.query(statement), /the books are append-only/)
  assert.equal(await count(), 2)
})
