import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { Queryable } from '@agora/database/transaction.ts'
import { eventId, type StoredEvent } from '@agora/event-store/event.ts'

import type { OrderEvent } from '../../../schema/events/orders.ts'
import { orderId, placed, placedAt } from '../testing/orderEvents.ts'
import { readOrder } from './readOrders.ts'

const nobody: Queryable = { query: () => Promise.reject(new Error('the store alone is read')) }

/** The request that the checkout works for when its stream is these events, each by the request beside it. */
async function requestOf(...story: readonly (readonly [OrderEvent, string])[]): Promise<string | undefined> {
  const stored = story.map(([event, correlationId], index): StoredEvent => {
    const version = index + 1
    const metadata = { correlationId, causationId: null, actor: 'orders' }
    return { ...event, id: eventId(orderId, version), stream: orderId, version, metadata, occurredAt: placedAt }
  })
  return (await readOrder({ read: async () => stored }, nobody, orderId))?.correlationId
}

const reserved: OrderEvent = { type: 'order.stockReserved', data: {} }
const noted: OrderEvent = { type: 'order.noteAdded', data: { noteId: orderId } }
const cancelRequested: OrderEvent = { type: 'order.cancelRequested', data: { code: 'CUSTOMER', reasonId: null } }

test('whoever goes on with a checkout goes on for the request that placed the order, whoever has written to it since', async () => {
  assert.equal(await requestOf([placed(), 'req_checkout'], [reserved, 'req_checkout'], [noted, 'req_note']), 'req_checkout')
})

test('what follows from a cancellation belongs to the request that asked for it', async () => {
  assert.equal(await requestOf([placed(), 'req_checkout'], [cancelRequested, 'req_cancel'], [noted, 'req_note']), 'req_cancel')
})
