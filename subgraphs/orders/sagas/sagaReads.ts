import { z } from 'zod'

import type { Queryable } from '@agora/database/transaction.ts'
import type { ListOrder, Page } from '@agora/subgraph-kit/connection.ts'

/** How a saga stands; the enum `SagaStatus` of the graph. */
export const sagaStatuses = ['RUNNING', 'WAITING', 'RETRYING', 'NEEDS_ATTENTION'] as const

/** How a saga stands. */
export type SagaStatus = (typeof sagaStatuses)[number]

/** What is under way for an order. */
export interface Saga {
  readonly orderId: string
  readonly status: SagaStatus
  readonly attempts: number
  readonly nextAttemptAt: Date | null
  readonly error: string | null
  readonly owner: string | null
}

/** Those begun last first: ids of orders sort by birth. */
export const sagaOrder: ListOrder<Saga, [string]> = {
  name: 'sagas',
  values: z.tuple([z.string().max(64)]),
  positionOf: ({ orderId }) => [orderId],
}

const ROWS = `
select p.order_id as "orderId", p.owner, p.attempts, p.error,
       case when p.next_at = 'infinity' then null else p.next_at end as "nextAttemptAt",
       case when p.next_at = 'infinity' then 'NEEDS_ATTENTION' when p.owner is not null or p.next_at <= now() then 'RUNNING'
            when p.attempts > 0 then 'RETRYING' else 'WAITING' end as status
  from checkout_processes p`

const LIST = `
select * from (${ROWS}) s
 where ($1::text is null or s.status = $1) and ($2::text is null or s."orderId" < $2)
 order by s."orderId" desc limit $3`

/** A page of what is under way. */
export async function listSagas(client: Queryable, status: SagaStatus | null, page: Page<Saga, [string]>): Promise<Saga[]> {
  const { rows } = await client.query<Saga>(LIST, [status, page.position?.[0] ?? null, page.fetch])
  return rows
}

/** How many are under way. */
export async function countSagas(client: Queryable, status: SagaStatus | null): Promise<number> {
  const { rows } = await client.query<{ count: number }>(`select count(*)::int as count from (${ROWS}) s where $1::text is null or s.status = $1`, [
    status,
  ])
  return rows[0]?.count ?? 0
}
