import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { createLogger } from '@agora/logger/logger.ts'
import { createTestDatabase } from '@agora/testkit/database.ts'

import { createKeyedPool } from './keyedPool.ts'
import { createPool } from './pool.ts'
import { inTransaction, sqlState, sqlStateOf } from './transaction.ts'

const logger = createLogger({ service: 'test', level: 'silent' })
const database = await createTestDatabase('users')
const pool = createKeyedPool({ url: database.appUrl, name: 'test-steps', lockTimeout: '50ms', logger })
const plain = createPool({ url: database.appUrl, name: 'test', logger })
const owner = createPool({ url: database.ownerUrl, name: 'test-owner', logger })
await owner.query('CREATE TABLE thing (id text PRIMARY KEY, value int NOT NULL)')
await owner.query(`INSERT INTO thing SELECT 'thing-' || n, n FROM generate_series(1, 1000) AS n`)
await owner.query('GRANT SELECT, UPDATE ON thing TO PUBLIC')
after(async () => {
  await Promise.all([pool.end(), plain.end(), owner.end()])
  await database.drop()
})

const byKey = { name: 'things_by_key', text: 'SELECT value FROM thing WHERE id = ANY ($1::text[])' }

/** How often a statement was planned for all values, and how often for those at hand, after it has run ten times on one connection. */
const plansOf = (on: typeof pool): Promise<unknown> =>
  inTransaction(on, async (client) => {
    for (let time = 0; time < 10; time += 1) {
      const { rows } = await client.query<{ value: number }>({ ...byKey, values: [[`thing-${1 + time}`]] })
      assert.deepEqual(rows, [{ value: 1 + time }])
    }
    const { rows } = await client.query(
      'SELECT generic_plans::int AS generic, custom_plans::int AS custom FROM pg_prepared_statements WHERE name = $1',
      [byKey.name],
    )
    return rows[0]
  })

test('a named statement is planned once for whatever values, where another pool plans it for its values five times and more', async () => {
  assert.deepEqual(await plansOf(pool), { generic: 10, custom: 0 })
  const { custom } = (await plansOf(plain)) as { custom: number }
  assert.ok(custom >= 5)
})

test('the one plan goes by the index, even if it was made while the table was empty', async () => {
  await owner.query('CREATE TABLE empty_thing (id text PRIMARY KEY)')
  await owner.query('GRANT SELECT ON empty_thing TO PUBLIC')
  await owner.query('VACUUM ANALYZE empty_thing')
  const plan = await inTransaction(pool, async (client) => {
    await client.query('PREPARE empty_by_key (text[]) AS SELECT id FROM empty_thing WHERE id = ANY ($1)')
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN EXECUTE empty_by_key (ARRAY['a'])`)
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  })
  assert.match(plan, /empty_thing_pkey/)
  assert.doesNotMatch(plan, /Seq Scan/)
})

test('a row that somebody holds is waited for as long as was said, and no longer', async () => {
  const change = `UPDATE thing SET value = 0 WHERE id = 'thing-1'`
  const failed = await inTransaction(plain, async (client) => {
    await client.query(change)
    return pool.query(change).then(
      () => undefined,
      (error: unknown) => sqlStateOf(error),
    )
  })
  assert.equal(failed, sqlState.lockNotAvailable)
})
