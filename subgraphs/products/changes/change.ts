import { inTransaction, type Queryable, type TransactionOptions } from '@agora/database/transaction.ts'
import { fail, type Result } from '@agora/errors/result.ts'
import { newId } from '@agora/ids/typeId.ts'

import type { Context } from '../context.ts'
import type { Announcement } from '../events/productsStore.ts'
import type { Fault } from '../inputs/parse.ts'
import { actorOf, announcer, settle, unlessRefused, type ConstraintFaults } from './settle.ts'

/** What one change of staff is recorded as. */
export interface AuditEntry {
  /** The mutation's name. */
  readonly action: string
  readonly targetType: 'Product' | 'Variant' | 'Category' | 'Location' | 'AttributeDefinition' | 'Stock'
  readonly targetId: string
  readonly before: object | null
  readonly after: object | null
}

/** A transaction that a change is made in. */
export interface Change {
  readonly client: Queryable
  /** Who makes it. */
  readonly actor: string
  /** Records what was changed, in the same transaction. */
  readonly audit: (...entries: readonly AuditEntry[]) => Promise<void>
  /** Appends events, in the same transaction. */
  readonly announce: (announcements: readonly Announcement[]) => Promise<void>
}

/** How a change deals with the database. */
export interface ChangeOptions<Code extends string> {
  readonly constraints?: ConstraintFaults<Code>
  readonly transaction?: TransactionOptions
}

/** Makes a change in one transaction: a refusal, whether decided or by a constraint, leaves nothing behind. */
export async function change<Value, Code extends string>(
  context: Context,
  work: (change: Change) => Promise<Result<Value, readonly Fault<Code>[]>>,
  { constraints = {}, transaction = {} }: ChangeOptions<Code> = {},
): Promise<Result<Value, readonly Fault<Code>[]>> {
  const actor = actorOf(context)
  const inOne = async (client: Queryable): Promise<Value> => {
    const audit = (...entries: readonly AuditEntry[]): Promise<void> => writeAudit(client, entries, { actor, requestId: context.requestId })
    const announce = announcer(context, { client, actor })
    return unlessRefused(await work({ client, actor, audit, announce }))
  }
  return settle(context, () => inTransaction(context.pool, inOne, transaction), constraints)
}

const insertAudit = {
  name: 'audit_insert',
  text: `INSERT INTO audit (id, actor, action, target_type, target_id, before, after, request_id)
    SELECT e->>'id', $1, e->>'action', e->>'targetType', e->>'targetId', nullif(e->'before', 'null'), nullif(e->'after', 'null'), $2 FROM jsonb_array_elements($3::jsonb) e`,
}

async function writeAudit(
  client: Queryable,
  entries: readonly AuditEntry[],
  by: { readonly actor: string; readonly requestId: string },
): Promise<void> {
  const rows = JSON.stringify(entries.map((entry) => ({ id: newId('Audit'), ...entry })))
  await client.query({ ...insertAudit, values: [by.actor, by.requestId, rows] })
}

/** A payload of the graph: the thing under its name, or null and why. */
export function payload<Value, Code extends string, Named>(result: Result<Value, readonly Fault<Code>[]>, named: (value: Value | null) => Named) {
  return result.ok ? { ...named(result.value), userErrors: [] } : { ...named(null), userErrors: result.error }
}

/** A refusal with one fault. */
export const refuse = <Code extends string>(...faults: readonly Fault<Code>[]): Result<never, readonly Fault<Code>[]> => fail(faults)
