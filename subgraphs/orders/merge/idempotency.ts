import { createHash } from 'node:crypto'

import type { Queryable } from '@agora/database/transaction.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'

import { refusals, type CartRefusal } from '../cart/errors.ts'

/** How long a key is remembered, in milliseconds. */
export const KEY_RETENTION_MS = 24 * 3_600_000

/** A request that is to have its effect once, however often it is made. */
export interface KeyedRequest {
  readonly actorSub: string
  readonly operation: string
  readonly key: string
  readonly requestHash: Buffer
}

/** What a request is compared by, instead of keeping its secrets. */
export function hashRequest(...parts: readonly string[]): Buffer {
  return createHash('sha256').update(JSON.stringify(parts)).digest()
}

/** The answer stored for a request: undefined when its key is new, a refusal when the key was used for another input. */
export async function findAnswer(client: Queryable, { actorSub, operation, key, requestHash }: KeyedRequest): Promise<Result<unknown, CartRefusal>> {
  const { rows } = await client.query<{ result: unknown; request_hash: Buffer }>(
    'select result, request_hash from idempotency_keys where actor_sub = $1 and operation = $2 and key = $3',
    [actorSub, operation, key],
  )
  const [row] = rows
  if (row === undefined) return ok(undefined)
  return row.request_hash.equals(requestHash) ? ok(row.result) : fail(refusals.keyReused)
}

/** Takes the key for this transaction; false when another took it first, whose answer can then be found. Waits for a racing transaction to end. */
export async function takeKey(client: Queryable, request: KeyedRequest, now: Date): Promise<boolean> {
  const { rowCount } = await client.query(
    `insert into idempotency_keys (actor_sub, operation, key, request_hash, result, created_at) values ($1, $2, $3, $4, 'null', $5) on conflict do nothing`,
    [request.actorSub, request.operation, request.key, request.requestHash, now],
  )
  return rowCount === 1
}

/** Stores the answer under the key that this transaction took. */
export async function storeAnswer(client: Queryable, { actorSub, operation, key }: KeyedRequest, answer: unknown): Promise<void> {
  await client.query('update idempotency_keys set result = $4 where actor_sub = $1 and operation = $2 and key = $3', [
    actorSub,
    operation,
    key,
    JSON.stringify(answer),
  ])
}
