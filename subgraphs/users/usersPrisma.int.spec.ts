import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { isDatabaseFailure, isOutage } from '@agora/database/outage.ts'
import { createPool } from '@agora/database/pool.ts'
import { withClient } from '@agora/database/provision.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createTestDatabase } from '@agora/testkit/database.ts'

import { createUsersPrisma } from './usersPrisma.ts'

const logger = createLogger({ service: 'test', level: 'silent' })
const database = await createTestDatabase('users')
const pool = createPool({ url: database.appUrl, name: 'users-prisma', logger })
const nowhere = createPool({ url: 'postgres://127.0.0.1:1/x', name: 'nowhere', logger })
const [prisma, lost] = await Promise.all([createUsersPrisma(pool).open(), createUsersPrisma(nowhere).open()])
after(async () => {
  await Promise.all([pool.end(), nowhere.end()])
  await database.drop()
})

async function failureOf(work: Promise<unknown>): Promise<{ readonly outage: boolean; readonly ofDatabase: boolean }> {
  const error = await work.then(
    () => assert.fail('it did not fail'),
    (failure: unknown) => failure,
  )
  return { outage: isOutage(error), ofDatabase: isDatabaseFailure(error) }
}

const outage = { outage: true, ofDatabase: true }
const endAll = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'users-prisma'`

test('what Prisma makes of a database that is away is told from a failure of the statement', async () => {
  assert.deepEqual(await failureOf(lost.user.findFirst()), outage)
  const sleeping = failureOf(prisma.$queryRawUnsafe('SELECT pg_sleep(30)::text'))
  await withClient(database.adminUrl, async (admin) => {
    while ((await admin.query(`${endAll} AND query LIKE '%pg_sleep%'`)).rowCount === 0) continue
  })
  assert.deepEqual(await sleeping, outage)
  const broken = prisma.$transaction(async (client) => {
    await client.user.findFirst()
    await withClient(database.adminUrl, (admin) => admin.query(endAll))
    await client.user.findFirst()
  })
  assert.deepEqual(await failureOf(broken), outage)
  const id = 'usr_of_nobody'
  assert.deepEqual(await failureOf(prisma.user.delete({ where: { id } })), { outage: false, ofDatabase: false })
})

test('so is a pool that has no connection left, and a statement that took too long is no outage', async () => {
  const held = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()))
  assert.deepEqual(await failureOf(prisma.user.findFirst()), outage)
  assert.deepEqual(await failureOf(prisma.$transaction((client) => client.user.findFirst())), outage)
  for (const client of held) client.release()
  const slow = prisma.$transaction(async (client) => {
    await client.$executeRawUnsafe(`SET LOCAL statement_timeout = '20ms'`)
    await client.$queryRawUnsafe('SELECT pg_sleep(30)::text')
  })
  assert.deepEqual(await failureOf(slow), { outage: false, ofDatabase: true })
})
