import { createHash } from 'node:crypto'

import type { Queryable } from '@agora/database/transaction.ts'

import { read } from '../database/read.ts'

/** A key is remembered for a day. */
const KEPT = "interval '24 hours'"

/** What a client's key stands for. */
export interface Claim {
  readonly actor: string
  readonly key: string
  /** The mutation. */
  readonly operation: string
  /** Its input without the key. */
  readonly request: object
}

/** Whether the key is new, was used for the same (and how that was answered), or for something else. */
export type Claimed = { readonly kind: 'new' } | { readonly kind: 'answered'; readonly response: unknown } | { readonly kind: 'reused' }

const expire = { name: 'idempotency_expire', text: `DELETE FROM idempotency_key WHERE actor = $1 AND key = $2 AND created_at < now() - ${KEPT}` }
const claim = {
  name: 'idempotency_claim',
  text: 'INSERT INTO idempotency_key (actor, key, operation, request_hash) VALUES ($1, $2, $3, $4) ON CONFLICT (actor, key) DO NOTHING RETURNING key',
}
const recall = { name: 'idempotency_recall', text: 'SELECT request_hash, response FROM idempotency_key WHERE actor = $1 AND key = $2' }
const answer = { name: 'idempotency_answer', text: 'UPDATE idempotency_key SET response = $3 WHERE actor = $1 AND key = $2' }
const sweep = { name: 'idempotency_sweep', text: `DELETE FROM idempotency_key WHERE created_at < now() - ${KEPT}` }

/**
 * Claims a key in the transaction of its effect. Whoever comes second with the same key waits here until the first has committed, and then
 * finds its answer; had the first been refused, the key is free again.
 */
export async function claimKey(client: Queryable, { actor, key, operation, request }: Claim): Promise<Claimed> {
  const hash = createHash('sha256')
    .update(JSON.stringify([operation, request]))
    .digest('base64url')
  await read(client, expire, [actor, key])
  const claimed = await read(client, claim, [actor, key, operation, hash])
  if (claimed.length > 0) return { kind: 'new' }
  const [known] = await read(client, recall, [actor, key])
  if (known?.[0] !== hash) return { kind: 'reused' }
  return { kind: 'answered', response: JSON.parse(known[1] ?? 'null') as unknown }
}

/** Keeps the answer beside the key. */
export async function keepAnswer(client: Queryable, { actor, key }: Pick<Claim, 'actor' | 'key'>, response: object): Promise<void> {
  await read(client, answer, [actor, key, JSON.stringify(response)])
}

/** Forgets the keys of yesterday; run now and then. */
export async function forgetOldKeys(database: Queryable): Promise<void> {
  await read(database, sweep, [])
}
