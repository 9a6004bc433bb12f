import type { Queryable } from '@agora/database/transaction.ts'
import type { NewEvent } from '@agora/event-store/event.ts'
import { createEventStore } from '@agora/event-store/eventStore.ts'

import { catalogue } from '../../../schema/events/catalogue.ts'

/** What was inserted, by id. */
export interface Added {
  readonly products: readonly string[]
  readonly variants: readonly string[]
}

const SHOWN = `SELECT p.id AS stream, jsonb_build_object('productId', p.id, 'slug', p.slug, 'name', p.name, 'brand', p.brand, 'categoryId', p.category_id,
    'variantIds', (SELECT coalesce(jsonb_agg(v.id ORDER BY v.position, v.id), '[]') FROM variant v WHERE v.product_id = p.id)) AS data
  FROM product p WHERE p.id = ANY ($1) AND p.status = 'PUBLISHED' ORDER BY p.id`

const IN_STOCK = `SELECT v.id AS stream, jsonb_build_object('productId', v.product_id, 'variantId', v.id, 'available', least(99, sum(s.on_hand - s.reserved))) AS data
  FROM variant v JOIN product p ON p.id = v.product_id JOIN stock s ON s.variant_id = v.id
  WHERE v.id = ANY ($1) AND p.status = 'PUBLISHED' GROUP BY v.id ORDER BY v.id`

/** Tells of what the seed put on sale, in its transaction: whoever lives from events knows a seeded shop like any other. */
export async function announceSeed(db: Queryable, { products, variants }: Added): Promise<void> {
  const store = createEventStore({ catalogue })
  const tell = async (type: string, statement: string, ids: readonly string[]): Promise<void> => {
    const { rows } = await db.query<{ stream: string; data: unknown }>(statement, [ids])
    const appends = rows.map(({ stream, data }) => ({ stream, expectedVersion: 'any' as const, events: [{ type, data } satisfies NewEvent] }))
    await store.append(db, appends, { correlationId: 'seed', causationId: null, actor: 'seed' })
  }
  await tell('product.published', SHOWN, products)
  await tell('stock.changed', IN_STOCK, variants)
}
