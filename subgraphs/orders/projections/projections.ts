import type { EventStore } from '@agora/event-store/eventStore.ts'
import type { Projection } from '@agora/event-store/projection.ts'

import { orderBooks } from './orderBooks.ts'
import { orderFunnel } from './orderFunnel.ts'
import { orderSummaries } from './orderSummaries.ts'

/** Every read model of orders that is written from its own events. What is read by commands is none of them. */
export const projectionsOf = (store: Pick<EventStore, 'readMany'>): readonly Projection[] => [orderSummaries(store), orderBooks(store), orderFunnel()]

/** Their names, as the graph shows them. */
export const projectionNames = ['order_summaries', 'order_books', 'order_funnel'] as const
