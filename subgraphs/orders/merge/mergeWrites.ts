import type { Queryable } from '@agora/database/transaction.ts'

import type { MergePlan, MergingLine } from './planMerge.ts'

/** The lines of two locked carts, by cart; one statement. */
export async function readMergingLines(client: Queryable, cartIds: readonly string[]): Promise<ReadonlyMap<string, MergingLine[]>> {
  const { rows } = await client.query<{ cart_id: string; id: string; variant_id: string; quantity: number }>(
    'select cart_id, id, variant_id, quantity from cart_lines where cart_id = any($1::text[]) order by added_at, id',
    [cartIds],
  )
  const lines = rows.map(({ cart_id: cartId, id, variant_id: variantId, quantity }) => ({ cartId, line: { id, variantId, quantity } }))
  return new Map([...Map.groupBy(lines, ({ cartId }) => cartId)].map(([cartId, ofCart]) => [cartId, ofCart.map(({ line }) => line)]))
}

const GROW = `
update cart_lines l
   set quantity = g.quantity, version = l.version + 1
  from unnest($1::text[], $2::int[]) as g (id, quantity)
 where l.id = g.id`

/** Two locked carts, and the pieces of each variant that go from one into the other. */
export interface MergingCarts {
  readonly into: string
  readonly from: string
  readonly brought: Readonly<Record<string, number>>
  readonly now: Date
}

/** Carries out a plan between two locked carts, closes the guest's and keeps where its lines went. */
export async function applyMerge(client: Queryable, plan: MergePlan, carts: MergingCarts): Promise<void> {
  await client.query('update cart_lines set cart_id = $1, version = version + 1 where id = any($2::text[])', [carts.into, plan.moved])
  await client.query(GROW, [plan.grown.map(({ id }) => id), plan.grown.map(({ quantity }) => quantity)])
  await client.query('delete from cart_lines where cart_id = $1', [carts.from])
  await client.query('insert into cart_merges (cart_id, into_id, pieces) values ($1, $2, $3)', [
    carts.from,
    carts.into,
    JSON.stringify(carts.brought),
  ])
  await client.query(`update carts set status = 'MERGED', version = version + 1, updated_at = $2 where id = $1`, [carts.from, carts.now])
}
