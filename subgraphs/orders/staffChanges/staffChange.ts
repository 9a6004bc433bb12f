import type pg from 'pg'

import { constraintOf, inTransaction, type Queryable } from '@agora/database/transaction.ts'
import { codedError } from '@agora/errors/graphqlError.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'
import { newId } from '@agora/ids/typeId.ts'
import type { SubgraphContext } from '@agora/subgraph-kit/context.ts'

/** What one change of staff is recorded as. */
export interface AuditEntry {
  /** The mutation's name. */
  readonly action: string
  readonly targetType: 'TaxRate' | 'ShippingMethod'
  readonly targetId: string
  /** Null when it was made. */
  readonly before: object | null
  /** Null when it was removed. */
  readonly after: object | null
}

/** A transaction that a change is made in. */
export interface StaffChange {
  readonly client: Queryable
  /** Records what was changed, in the same transaction. */
  readonly audit: (entry: AuditEntry) => Promise<void>
}

/** Who asks for a change, and where it goes. */
export interface StaffRequest extends Pick<SubgraphContext, 'viewer' | 'requestId'> {
  readonly pool: pg.Pool
}

class Refused<Refusal> extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super('refused')
    this.refusal = refusal
  }
}

/** Makes a change in one transaction: a refusal, whether decided or by a constraint that is named, leaves nothing behind. */
export async function staffChange<Value, Refusal>(
  request: StaffRequest,
  work: (change: StaffChange) => Promise<Result<Value, Refusal>>,
  constraints: Readonly<Record<string, Refusal>>,
): Promise<Result<Value, Refusal>> {
  try {
    return ok(await inTransaction(request.pool, async (client) => unlessRefused(await work({ client, audit: auditFor(client, request) }))))
  } catch (error) {
    if (error instanceof Refused) return fail(error.refusal as Refusal)
    const broken = constraints[constraintOf(error) ?? '']
    if (broken !== undefined) return fail(broken)
    throw error
  }
}

function unlessRefused<Value, Refusal>(result: Result<Value, Refusal>): Value {
  if (!result.ok) throw new Refused(result.error)
  return result.value
}

const INSERT = `
insert into audit (id, actor, action, target_type, target_id, before, after, request_id)
values ($1, $2, $3, $4, $5, $6, $7, $8)`

function auditFor(client: Queryable, { viewer, requestId }: StaffRequest): StaffChange['audit'] {
  // The permission tree lets no anonymous viewer get here; the audit must not depend on it.
  if (viewer.kind === 'anonymous') throw codedError('FORBIDDEN', 'Not authorised')
  return async ({ action, targetType, targetId, before, after }) => {
    await client.query(INSERT, [newId('Audit'), viewer.sub, action, targetType, targetId, json(before), json(after), requestId])
  }
}

/** Amounts are written as the graph writes them: decimal digits. */
const json = (side: object | null): string | null =>
  side === null ? null : JSON.stringify(side, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))
