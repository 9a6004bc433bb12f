import { z } from 'zod'

import { parsePage, toConnection, type Connection, type ListOrder } from '@agora/subgraph-kit/connection.ts'

import type { Resolvers } from '../__generated__/resolvers.ts'
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

/** What happened to orders. */
export const historyResolvers = {
  Order: {
    async history({ id, version }, { first, after }, { orders }) {
      const page = parsePage({ first, after }, oldestFirst)
      const [behind = 0] = page.position ?? []
      // An order as it was at a moment has the history of that moment.
      const entries = historyOf(id, (await orders.eventsOf(id)).slice(0, version))
      return { ...toConnection(entries.slice(behind, behind + page.fetch), page), totalCount: entries.length }
    },
  },
} satisfies Resolvers
