import assert from 'node:assert/strict'
import { test } from 'node:test'

import { writeEnvelope } from '@agora/event-bus/envelope.ts'

import { createStaleByEvents, staleTags } from './staleByEvents.ts'

const rules = {
  'price.changed': [
    { entity: 'Product', id: 'productId' },
    { entity: 'Variant', id: 'variantId' },
  ],
}
const written = (type: string, data: Readonly<Record<string, unknown>>): string =>
  writeEnvelope(
    {
      id: 'var_1/1',
      stream: 'var_1',
      version: 1,
      type,
      data,
      metadata: { correlationId: '01980000-0000-7000-8000-000000000002', causationId: null, actor: 'usr_1' },
      occurredAt: new Date('2026-12-01T00:00:00Z'),
    },
    { source: 'products', schemaVersion: 1 },
  )

test('an event makes stale the entities that its rules name, and whatever may hold one of their types', () => {
  assert.deepEqual(staleTags(written('price.changed', { productId: 'prd_1', variantId: 'var_1' }), rules), [
    'entity Product prd_1',
    'holding Product',
    'entity Variant var_1',
    'holding Variant',
  ])
})

test('a rule may name a list of ids, or none: then whatever is of the type is stale, as where the event says nothing', () => {
  const named = {
    'product.changed': [{ entity: 'Variant', id: 'variantIds' }],
    'category.changed': [{ entity: 'Product' }],
  }
  const tags = (type: string, data: Readonly<Record<string, unknown>>): readonly string[] => staleTags(written(type, data), named)
  assert.deepEqual(tags('product.changed', { variantIds: ['a', 'b'] }), [
    'entity Variant a',
    'holding Variant',
    'entity Variant b',
    'holding Variant',
  ])
  assert.deepEqual(tags('product.changed', { variantIds: [] }), [])
  assert.deepEqual(tags('product.changed', {}), ['entities Variant', 'holding Variant'])
  assert.deepEqual(tags('category.changed', { categoryId: 'cat_1' }), ['entities Product', 'holding Product'])
})

test('events without a rule, and what is no event, make nothing stale', () => {
  for (const value of [written('stock.changed', { productId: 'prd_1' }), 'nonsense', '{}']) assert.deepEqual(staleTags(value, rules), [])
})

const NOW = Date.parse('2026-12-01T12:00:00Z')
const message = (value: string, createdAt = new Date(NOW)) => ({ topic: 'products', key: 'k', value, createdAt, partition: 0, offset: '1' })
const price = (productId: string): string => written('price.changed', { productId, variantId: 'var_1' })

function setUp(isThere = true) {
  const told: (readonly string[])[] = []
  const store = { invalidate: async (tags: readonly string[]) => (told.push(tags), isThere) }
  return { told, hear: createStaleByEvents({ cache: { events: rules, maxAgeSeconds: 3600 }, store, clock: () => NOW }) }
}

test('makes stale what a batch speaks of at once, each tag once, and nothing where it speaks of nothing', async () => {
  const { told, hear } = setUp()
  await hear({ messages: [message(price('prd_1')), message(price('prd_2'))] })
  await hear({ messages: [message(written('stock.changed', {}))] })
  assert.deepEqual(told, [['entity Product prd_1', 'holding Product', 'entity Variant var_1', 'holding Variant', 'entity Product prd_2']])
})

test('passes over what is older than anything that may be kept', async () => {
  const { told, hear } = setUp()
  await hear({ messages: [message(price('prd_1'), new Date(NOW - 3_900_000))] })
  assert.deepEqual(told, [])
  await hear({ messages: [message(price('prd_1'), new Date(NOW - 3_899_000))] })
  assert.equal(told.length, 1)
})

test('a batch that could not make stale what it speaks of is rejected, so that it comes again', async () => {
  const { told, hear } = setUp(false)
  await assert.rejects(hear({ messages: [message(price('prd_1'))] }), { message: 'What has changed could not be made stale: Redis is away' })
  assert.equal(told.length, 1)
})
