import { z } from 'zod'

import { parsePage, toConnection, type Connection, type ListOrder } from '@agora/subgraph-kit/connection.ts'

import type { Resolvers } from '../__generated__/resolvers.ts'
import type { Order } from '../order/order.ts'
import type { OrderLoaders } from '../order/orderLoaders.ts'
import { reasonIdsIn, withWords } from './orderChanges.ts'
import { historyOf, type HistoryEntry } from './orderHistory.ts'

/** A page of a history, and how long it is. */
export interface HistoryList extends Connection<HistoryEntry> {
  readonly totalCount: number
}

const oldestFirst: ListOrder<HistoryEntry, readonly [number]> = {
  name: 'orderHistory',
  values: z.tuple([z.int().min(1)]),
  positionOf: ({ version }) => [version],
}

/** The entries as people read them: what was said about the order stands in them itself. */
async function told(order: Order, entries: readonly HistoryEntry[], orders: OrderLoaders): Promise<HistoryEntry[]> {
  const ids = [...new Set(entries.flatMap(({ changes }) => reasonIdsIn(changes)))]
  const words = await Promise.all(ids.map(async (id): Promise<[string, string | null]> => [id, await orders.reasonOf(order, id)]))
  const kept = new Map(words.filter((pair): pair is [string, string] => pair[1] !== null))
  return entries.map((entry) => ({ ...entry, changes: withWords(entry.changes, kept) }))
}

/** What happened to orders. */
export const historyResolvers = {
  Order: {
    async history(order, { first, after }, { orders }) {
      const { id, version } = order
      const page = parsePage({ first, after }, oldestFirst)
      const [behind = 0] = page.position ?? []
      // An order as it was at a moment has the history of that moment.
      const entries = historyOf(id, (await orders.eventsOf(id)).slice(0, version))
      const shown = await told(order, entries.slice(behind, behind + page.fetch), orders)
      return { ...toConnection(shown, page), totalCount: entries.length }
    },
  },
} satisfies Resolvers
