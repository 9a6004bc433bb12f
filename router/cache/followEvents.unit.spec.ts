import assert from 'node:assert/strict'
import { test } from 'node:test'

import { writeEnvelope } from '@agora/event-bus/envelope.ts'

import { staleTags } from './followEvents.ts'

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

test('events without a rule, and what is no event, make nothing stale', () => {
  for (const value of [written('stock.changed', { productId: 'prd_1' }), 'nonsense', '{}']) assert.deepEqual(staleTags(value, rules), [])
})
