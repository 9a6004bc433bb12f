import type { Queryable } from '@agora/database/transaction.ts'
import type { Handlers } from '@agora/event-bus/handlers.ts'
import { eventId, type EventMetadata } from '@agora/event-store/event.ts'
import type { EventStore } from '@agora/event-store/eventStore.ts'
import { isId } from '@agora/ids/typeId.ts'

import type { RecommendationEvent } from '../../../schema/events/ai.ts'
import type { OrderEvent } from '../../../schema/events/orders.ts'
import { refreshList } from '../recommending/refreshList.ts'
import { learnOrder, unlearnOrder } from './learnOrder.ts'

/**
 * Orders are learned from once they are sure, and unlearned when they are cancelled after all; each time their buyer's list is made anew.
 * @param onLate told of an order that came beyond the late-event rule
 */
export function purchaseHandlers(store: EventStore<RecommendationEvent>, onLate: () => void): Handlers<OrderEvent> {
  const refresh = async (client: Queryable, buyer: string, cause: { readonly id: string; readonly metadata: EventMetadata }): Promise<void> => {
    if (!isId('User', buyer)) return
    await refreshList(client, store, { userId: buyer, metadata: { ...cause.metadata, causationId: cause.id, actor: 'ai' } })
  }
  return {
    'order.confirmed': async (client, { stream, version, data, metadata, occurredAt }) => {
      const productIds = data.lines.map(({ productId }) => productId)
      if (!(await learnOrder(client, { orderId: stream, buyer: data.buyer, productIds, at: occurredAt }))) onLate()
      await refresh(client, data.buyer, { id: eventId(stream, version), metadata })
    },
    'order.cancelled': async (client, { stream, version, metadata }) => {
      const unlearned = await unlearnOrder(client, stream)
      if (unlearned === null) return
      if (!unlearned.inTime) onLate()
      await refresh(client, unlearned.buyer, { id: eventId(stream, version), metadata })
    },
  }
}
