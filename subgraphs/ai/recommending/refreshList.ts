import type { Queryable } from '@agora/database/transaction.ts'
import type { EventMetadata } from '@agora/event-store/event.ts'
import type { EventStore } from '@agora/event-store/eventStore.ts'

import type { RecommendationEvent } from '../../../schema/events/ai.ts'
import { createRecommender } from './recommend.ts'
import { isOtherList } from './recommendation.ts'

/** So many places are announced; what comes behind them is no news to anybody. */
const ANNOUNCED = 20

const LAST = 'SELECT product_ids AS "productIds" FROM recommendation_lists WHERE user_id = $1 FOR UPDATE'
const KEEP = `INSERT INTO recommendation_lists (user_id, product_ids, made_at) VALUES ($1, $2, now())
  ON CONFLICT (user_id) DO UPDATE SET product_ids = excluded.product_ids, made_at = excluded.made_at`

/** Makes a user's list anew and announces it when it recommends something else than the last one. All in the caller's transaction. */
export async function refreshList(
  client: Queryable,
  store: EventStore<RecommendationEvent>,
  { userId, metadata }: { readonly userId: string; readonly metadata: EventMetadata },
): Promise<void> {
  const { rows } = await client.query<{ productIds: readonly string[] }>(LAST, [userId])
  const list = await createRecommender(client).forUser(userId)
  const productIds = list.slice(0, ANNOUNCED).map(({ productId }) => productId)
  if (!isOtherList(rows[0]?.productIds ?? [], productIds)) return
  await client.query(KEEP, [userId, productIds])
  await store.append(
    client,
    [{ stream: userId, expectedVersion: 'any', events: [{ type: 'recommendation.updated', data: { userId, productIds } }] }],
    metadata,
  )
}
