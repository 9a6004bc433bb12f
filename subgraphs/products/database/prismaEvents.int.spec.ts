import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { createPool } from '@agora/database/pool.ts'
import { createEventStore } from '@agora/event-store/eventStore.ts'
import { prismaQueryable } from '@agora/event-store/prismaQueryable.ts'
import { VersionConflict } from '@agora/event-store/versionConflict.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createTestDatabase } from '@agora/testkit/database.ts'

import { catalogue } from '../../../schema/events/catalogue.ts'
import type { ProductEvent } from '../../../schema/events/products.ts'
import { createProductsPrisma } from '../productsPrisma.ts'

const database = await createTestDatabase('products')
const pool = createPool({ url: database.appUrl, name: 'test', logger: createLogger({ service: 'test', level: 'silent' }) })
const products = createProductsPrisma(pool)
const prisma = await products.open()
const store = createEventStore<ProductEvent>({ catalogue })
const metadata = { correlationId: 'req_1', causationId: null, actor: 'usr_1' }
const withdrawn = (productId: string): ProductEvent => ({ type: 'product.withdrawn', data: { productId } })
after(async () => {
  await products.close()
  await pool.end()
  await database.drop()
})

const location = (id: string) => ({ id, code: id, name: id })
const isThere = async (id: string): Promise<boolean> => (await prisma.location.count({ where: { id } })) === 1

test('an event is stored and read inside a transaction of Prisma, and commits with it', async () => {
  await prisma.$transaction(async (transaction) => {
    const client = prismaQueryable(transaction)
    await transaction.location.create({ data: location('loc_a') })
    await store.append(client, [{ stream: 'prd_a', expectedVersion: 0, events: [withdrawn('prd_a'), withdrawn('prd_a')] }], metadata)
    assert.deepEqual(
      (await store.read(client, 'prd_a')).map(({ id }) => id),
      ['prd_a/1', 'prd_a/2'],
    )
  })
  assert.ok(await isThere('loc_a'))
  const [event] = await store.read(pool, 'prd_a')
  assert.deepEqual([event?.type, event?.data, event?.metadata], ['product.withdrawn', { productId: 'prd_a' }, metadata])
})

test('rollback of the outer transaction undoes the append', async () => {
  const error = new Error('no')
  const work = prisma.$transaction(async (transaction) => {
    await store.append(prismaQueryable(transaction), [{ stream: 'prd_b', expectedVersion: 'any', events: [withdrawn('prd_b')] }], metadata)
    throw error
  })
  await assert.rejects(work, error)
  assert.deepEqual(await store.read(pool, 'prd_b'), [])
})

test('a conflict of versions is a VersionConflict here too, and undoes what Prisma wrote', async () => {
  for (const [expectedVersion, id] of [
    [0, 'loc_c'],
    [9, 'loc_d'],
  ] as const) {
    const work = prisma.$transaction(async (transaction) => {
      await transaction.location.create({ data: location(id) })
      await store.append(prismaQueryable(transaction), [{ stream: 'prd_a', expectedVersion, events: [withdrawn('prd_a')] }], metadata)
    })
    await assert.rejects(work, VersionConflict)
    assert.equal(await isThere(id), false)
  }
})
