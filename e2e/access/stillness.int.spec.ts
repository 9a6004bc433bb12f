import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import pg from 'pg'

import { createTestDatabase, type TestDatabase } from '@agora/testkit/database.ts'

import { watchStillness } from './stillness.ts'

let database: TestDatabase
let writer: pg.Client

before(async () => {
  database = await createTestDatabase('orders')
  writer = new pg.Client({ connectionString: database.ownerUrl })
  await writer.connect()
  await writer.query('CREATE TABLE shelf (name text, pieces int); INSERT INTO shelf VALUES ($$cup$$, 1), ($$jug$$, 2)')
})
after(async () => {
  await writer?.end()
  await database?.drop()
})

test('reading changes nothing', async () => {
  const stillness = await watchStillness({ orders: database.ownerUrl })
  await writer.query('SELECT * FROM shelf')
  await stillness.assertStill('Reading')
  await stillness.assertSameRows('Reading')
  await stillness.close()
})

test('a row that was added, changed or removed is noticed, and its table named', async () => {
  for (const statement of [
    "INSERT INTO shelf VALUES ('cup', 1)",
    "UPDATE shelf SET pieces = 3 WHERE name = 'jug'",
    "DELETE FROM shelf WHERE name = 'jug'",
  ]) {
    const stillness = await watchStillness({ orders: database.ownerUrl })
    await writer.query(statement)
    await assert.rejects(stillness.assertStill(statement), { message: `${statement} changed orders public.shelf` })
    await stillness.close()
  }
})

test('what was written and taken back is no change', async () => {
  const stillness = await watchStillness({ orders: database.ownerUrl })
  await writer.query("BEGIN; INSERT INTO shelf VALUES ('pan', 1); ROLLBACK")
  await writer.query('UPDATE shelf SET pieces = pieces')
  await stillness.assertStill('Writing the same')
  await stillness.close()
})
