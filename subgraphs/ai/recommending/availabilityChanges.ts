import type pg from 'pg'

import { inTransaction, type Queryable } from '@agora/database/transaction.ts'
import type { EventStore } from '@agora/event-store/eventStore.ts'

import type { RecommendationEvent } from '../../../schema/events/ai.ts'
import { refreshList } from './refreshList.ts'

/** A product that can be had again or not any more, and the event that told of it. */
export interface AvailabilityChange {
  readonly productId: string
  readonly eventId: string
  readonly correlationId: string
}

// By arrays and their index: a list holds the product, or held it before it could not be had.
const HOLDING = '(product_ids @> ARRAY[$1] OR missing @> ARRAY[$1])'

const NOTE = `INSERT INTO availability_changes (product_id, event_id, correlation_id)
  SELECT $1, $2, $3 WHERE EXISTS (SELECT FROM recommendation_lists WHERE ${HOLDING})
  ON CONFLICT (product_id) DO UPDATE SET event_id = excluded.event_id, correlation_id = excluded.correlation_id, after_user = ''`

/** Notes it, in the transaction of its event, for those whose lists it may change. How many they are makes no difference here. */
export async function noteChange(client: Queryable, { productId, eventId, correlationId }: AvailabilityChange): Promise<void> {
  await client.query(NOTE, [productId, eventId, correlationId])
}

/** So many lists are made anew in one transaction. */
const AT_ONCE = 20

const NEXT = `SELECT product_id AS "productId", event_id AS "eventId", correlation_id AS "correlationId", after_user AS "afterUser"
  FROM availability_changes ORDER BY noted_at, product_id LIMIT 1 FOR UPDATE SKIP LOCKED`
const LISTS = `SELECT user_id AS id FROM recommendation_lists WHERE ${HOLDING} AND user_id > $2 ORDER BY user_id LIMIT ${AT_ONCE}`
const GO_ON = 'UPDATE availability_changes SET after_user = $2 WHERE product_id = $1'
const DONE = 'DELETE FROM availability_changes WHERE product_id = $1'

/**
 * Makes the next lists anew that the oldest change may have made others, and announces those that it has. Answers whether there may be more to do.
 * Workers share the changes; one that dies goes on behind the last user that was looked at.
 */
export function tellNext(pool: pg.Pool, store: EventStore<RecommendationEvent>): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const [change] = (await client.query<AvailabilityChange & { readonly afterUser: string }>(NEXT)).rows
    if (change === undefined) return false
    const { productId, eventId: causationId, correlationId, afterUser } = change
    const { rows } = await client.query<{ id: string }>(LISTS, [productId, afterUser])
    for (const { id } of rows) await refreshList(client, store, { userId: id, metadata: { correlationId, causationId, actor: 'ai' } })
    const last = rows.length < AT_ONCE ? undefined : rows.at(-1)
    await (last === undefined ? client.query(DONE, [productId]) : client.query(GO_ON, [productId, last.id]))
    return true
  })
}
