import DataLoader from 'dataloader'
import type pg from 'pg'

import type { StoredEvent } from '@agora/event-store/event.ts'
import type { EventStore } from '@agora/event-store/eventStore.ts'
import type { Viewer } from '@agora/security/viewer.ts'

import type { OrderContact } from '../checkout/placement.ts'
import { readOrders } from '../checkout/readOrders.ts'
import { readContacts } from './contactReads.ts'
import { readNotes, type OrderNote } from './noteReads.ts'
import type { Order } from './order.ts'
import { mayReadOrder } from './orderAccess.ts'
import { readReasons, reasonKey } from './reasonReads.ts'
import { isUnreadable, unreadable } from './unreadable.ts'

/** What the viewer may see of orders: whatever belongs to others is as if it did not exist. */
export interface OrderLoaders {
  byId(id: string): Promise<Order | null>
  /** Whoever asks: for those who have proved their right by other means. */
  byIdForBearer(id: string): Promise<Order | null>
  contactOf(order: Order): Promise<OrderContact | null>
  notesOf(order: Order): Promise<readonly OrderNote[]>
  /** What somebody said about the order, by the id that its events carry; null once it was erased, and for who may not read the order. */
  reasonOf(order: Pick<Order, 'id' | 'placed'>, reasonId: string | null): Promise<string | null>
  /** Everything that happened to it; for those who may see sagas. */
  eventsOf(id: string): Promise<readonly StoredEvent[]>
}

/** One for each request. Keys of one tick are one statement; nothing is remembered, because a mutation is followed by reading what it made. */
export function createOrderLoaders(pool: pg.Pool, store: Pick<EventStore, 'readMany'>, viewer: Viewer): OrderLoaders {
  const orders = batched((ids) => readOrders(store, pool, ids))
  const contacts = batched((ids) => readContacts(pool, ids))
  const events = batched((ids) => store.readMany(pool, ids))
  const notes = batched((ids) => readNotes(pool, ids))
  const reasons = batched((keys) => readReasons(pool, keys))
  return {
    async byId(id) {
      const order = await orders.load(id)
      return order !== null && mayReadOrder(viewer, order) ? order : null
    },
    byIdForBearer: (id) => orders.load(id),
    contactOf: async (order) => (mayReadOrder(viewer, order) ? contacts.load(order.id) : null),
    notesOf: async (order) => (await notes.load(order.id)) ?? [],
    reasonOf: async (order, reasonId) => (reasonId !== null && mayReadOrder(viewer, order) ? reasons.load(reasonKey(order.id, reasonId)) : null),
    eventsOf: async (id) => (await events.load(id)) ?? [],
  }
}

function batched<Found>(read: (keys: readonly string[]) => Promise<ReadonlyMap<string, Found>>): DataLoader<string, Found | null> {
  const fetch = async (keys: readonly string[]): Promise<(Found | Error | null)[]> => {
    const distinct = [...new Set(keys)]
    const found = await read(distinct).catch((error: unknown) => {
      if (isUnreadable(error)) return apart(distinct, read)
      throw error
    })
    return keys.map((key) => found.get(key) ?? null)
  }
  return new DataLoader(fetch, { cache: false, maxBatchSize: 100 })
}

/** One by one: an order that this release cannot read takes no other with it, and says so by an error that may be shown. */
async function apart<Found>(
  keys: readonly string[],
  read: (keys: readonly string[]) => Promise<ReadonlyMap<string, Found>>,
): Promise<ReadonlyMap<string, Found | Error>> {
  const outcomes = await Promise.allSettled(keys.map((key) => read([key])))
  return new Map(
    outcomes.flatMap((outcome, nth): [string, Found | Error][] => {
      if (outcome.status === 'fulfilled') return [...outcome.value]
      return [[keys[nth] ?? '', shownOf(outcome.reason)]]
    }),
  )
}

function shownOf(reason: unknown): Error {
  if (isUnreadable(reason)) return unreadable()
  return reason instanceof Error ? reason : new Error(String(reason))
}
