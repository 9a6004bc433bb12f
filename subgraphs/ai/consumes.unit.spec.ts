import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createEventStore } from '@agora/event-store/eventStore.ts'

import type { RecommendationEvent } from '../../schema/events/ai.ts'
import { catalogue } from '../../schema/events/catalogue.ts'
import { catalogueHandlers } from './catalogue/catalogueHandlers.ts'
import { consumes } from './consumes.ts'
import { purchaseHandlers } from './learning/purchaseHandlers.ts'

test('what is declared is what is consumed', () => {
  const store = createEventStore<RecommendationEvent>({ catalogue })
  const handled = { assortment: catalogueHandlers, purchases: purchaseHandlers(store, () => undefined) }
  const typesOf = Object.entries(handled).map(([name, handlers]) => [name, Object.keys(handlers)])
  assert.deepEqual(
    typesOf,
    Object.entries(consumes).map(([name, { types }]) => [name, [...types]]),
  )
})
