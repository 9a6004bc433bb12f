import type { Queryable } from '@agora/database/transaction.ts'

import { KEY_RETENTION_MS, type KeyedRequest } from './keyedRequest.ts'

/** What is known of a key: nothing, the answer of the same request, or that it belongs to another input. */
export type KnownAnswer = { readonly kind: 'unknown' } | { readonly kind: 'answered'; readonly answer: unknown } | { readonly kind: 'reused' }

const FIND = `
  SELECT result, request_hash = $4 AS same FROM idempotency_keys
  WHERE actor_sub = $1 AND operation = $2 AND key = $3 AND created_at > $5`
// Whoever comes second waits here until the first has ended. A key that is past its time is as good as free.
const TAKE = `
  INSERT INTO idempotency_keys AS known (actor_sub, operation, key, request_hash, result, created_at) VALUES ($1, $2, $3, $4, 'null', $5)
  ON CONFLICT (actor_sub, operation, key) DO UPDATE SET request_hash = excluded.request_hash, result = 'null', created_at = excluded.created_at
  WHERE known.created_at <= $6`
const STORE = 'UPDATE idempotency_keys SET result = $4 WHERE actor_sub = $1 AND operation = $2 AND key = $3'
const FREE = 'DELETE FROM idempotency_keys WHERE actor_sub = $1 AND operation = $2 AND key = $3'

const cutoff = (now: Date): Date => new Date(now.getTime() - KEY_RETENTION_MS)

/** What is known of the request's key, outside any transaction too: where a repeated request must be answered before anything else is checked. */
export async function findAnswer(client: Queryable, { actorSub, operation, key, requestHash }: KeyedRequest, now: Date): Promise<KnownAnswer> {
  const values = [actorSub, operation, key, requestHash, cutoff(now)]
  const { rows } = await client.query<{ result: unknown; same: boolean }>({ name: 'idempotency_find', text: FIND, values })
  const [row] = rows
  if (row === undefined) return { kind: 'unknown' }
  return row.same ? { kind: 'answered', answer: row.result } : { kind: 'reused' }
}

// One look into the index for each, whatever the planner believes of the table.
const FIND_MANY = `
  SELECT w.nth::int AS nth, k.result, k.request_hash = w.hash AS same
  FROM unnest($1::text[], $2::text[], $3::text[], $4::bytea[]) WITH ORDINALITY AS w(actor, operation, key, hash, nth)
  CROSS JOIN LATERAL (SELECT result, request_hash, created_at FROM idempotency_keys
    WHERE actor_sub = w.actor AND operation = w.operation AND idempotency_keys.key = w.key LIMIT 1) k
  WHERE k.created_at > $5`

/** The same for many requests, by one statement, in their order. */
export async function findAnswers(client: Queryable, requests: readonly KeyedRequest[], now: Date): Promise<KnownAnswer[]> {
  const of = <Value>(read: (request: KeyedRequest) => Value): Value[] => requests.map(read)
  const columns = [of(({ actorSub }) => actorSub), of(({ operation }) => operation), of(({ key }) => key), of(({ requestHash }) => requestHash)]
  const values = [...columns, cutoff(now)]
  const { rows } = await client.query<{ nth: number; result: unknown; same: boolean }>({ name: 'idempotency_find_many', text: FIND_MANY, values })
  const found = new Map(rows.map((row) => [row.nth, row]))
  return requests.map((_, index) => {
    const row = found.get(index + 1)
    if (row === undefined) return { kind: 'unknown' }
    return row.same ? { kind: 'answered', answer: row.result } : { kind: 'reused' }
  })
}

/** Takes the key for this transaction; false when another transaction took it and committed. */
export async function takeKey(client: Queryable, { actorSub, operation, key, requestHash }: KeyedRequest, now: Date): Promise<boolean> {
  const values = [actorSub, operation, key, requestHash, now, cutoff(now)]
  const { rowCount } = await client.query({ name: 'idempotency_take', text: TAKE, values })
  return rowCount === 1
}

/** Stores the answer under the key that this transaction took. */
export async function storeAnswer(client: Queryable, { actorSub, operation, key }: KeyedRequest, answer: unknown): Promise<void> {
  await client.query({ name: 'idempotency_store', text: STORE, values: [actorSub, operation, key, JSON.stringify(answer ?? null)] })
}

/** Gives back the key that this transaction took. */
export async function freeKey(client: Queryable, { actorSub, operation, key }: KeyedRequest): Promise<void> {
  await client.query({ name: 'idempotency_free', text: FREE, values: [actorSub, operation, key] })
}
