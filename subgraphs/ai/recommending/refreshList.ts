import type { Queryable } from '@agora/database/transaction.ts'
import type { EventMetadata } from '@agora/event-store/event.ts'
import type { EventStore } from '@agora/event-store/eventStore.ts'

import type { RecommendationEvent } from '../../../schema/events/ai.ts'
import { AVAILABLE } from './available.ts'
import { createRecommender } from './recommend.ts'
import { isOtherList } from './recommendation.ts'

/** So many places are announced; what comes behind them is no news to anybody. */
const ANNOUNCED = 20

const LAST = 'SELECT product_ids AS "productIds", missing FROM recommendation_lists WHERE user_id = $1 FOR UPDATE'
const AWAY = `SELECT id FROM unnest($1::text[]) WITH ORDINALITY AS u(id, place) JOIN products p ON p.product_id = id WHERE NOT (${AVAILABLE}) ORDER BY place LIMIT ${ANNOUNCED}`
const KEEP = `INSERT INTO recommendation_lists (user_id, product_ids, missing, made_at) VALUES ($1, $2, $3, now())
  ON CONFLICT (user_id) DO UPDATE SET product_ids = excluded.product_ids, missing = excluded.missing, made_at = excluded.made_at`

interface Kept {
  readonly productIds: readonly string[]
  readonly missing: readonly string[]
}

/** What has left the list and cannot be had, the newest first. Should it be had again, the list is made anew. */
async function missingOf(client: Queryable, { productIds, missing }: Kept, now: readonly string[]): Promise<readonly string[]> {
  const left = [...new Set([...productIds, ...missing])].filter((id) => !now.includes(id))
  return left.length === 0 ? [] : (await client.query<{ id: string }>(AWAY, [left])).rows.map(({ id }) => id)
}

/** Makes a user's list anew and announces it when it recommends something else than the last one. All in the caller's transaction. */
export async function refreshList(
  client: Queryable,
  store: EventStore<RecommendationEvent>,
  { userId, metadata }: { readonly userId: string; readonly metadata: EventMetadata },
): Promise<void> {
  const kept = (await client.query<Kept>(LAST, [userId])).rows[0] ?? { productIds: [], missing: [] }
  const list = await createRecommender(client).forUser(userId)
  const productIds = list.slice(0, ANNOUNCED).map(({ productId }) => productId)
  const missing = await missingOf(client, kept, productIds)
  const other = isOtherList(kept.productIds, productIds)
  if (!other && !isOtherList(kept.missing, missing)) return
  await client.query(KEEP, [userId, productIds, missing])
  if (!other) return
  await store.append(
    client,
    [{ stream: userId, expectedVersion: 'any', events: [{ type: 'recommendation.updated', data: { userId, productIds } }] }],
    metadata,
  )
}
