import assert from 'node:assert/strict'
import { test } from 'node:test'

import { withClient } from '@agora/database/provision.ts'

import { createTestDatabase, testServerUrl } from './database.ts'

test('each call makes a database of its own, and drop removes it', async () => {
  const [first, second] = await Promise.all([createTestDatabase('orders'), createTestDatabase('orders')])
  assert.notEqual(first.name, second.name)
  const names = (): Promise<string[]> =>
    withClient(testServerUrl(), async (admin) => {
      const { rows } = await admin.query<{ datname: string }>('SELECT datname FROM pg_database WHERE datname = ANY($1)', [[first.name, second.name]])
      return rows.map(({ datname }) => datname).toSorted()
    })
  assert.deepEqual(await names(), [first.name, second.name].toSorted())
  await Promise.all([first.drop(), second.drop()])
  assert.deepEqual(await names(), [])
})

test('without a server the sentence says which command brings one', () => {
  assert.throws(() => testServerUrl({}), /npm run test:int/)
})
