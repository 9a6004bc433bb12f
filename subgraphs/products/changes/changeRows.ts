import type { Result } from '@agora/errors/result.ts'
import { prismaQueryable } from '@agora/event-store/prismaQueryable.ts'
import { newId } from '@agora/ids/typeId.ts'

import type { Prisma } from '../__generated__/prisma/client.ts'
import type { Context } from '../context.ts'
import type { Announcement } from '../events/productsStore.ts'
import type { Fault } from '../inputs/parse.ts'
import type { AuditEntry } from './change.ts'
import { actorOf, announcer, settle, unlessRefused, type ConstraintFaults } from './settle.ts'

/** Prisma inside a transaction. */
export type Transaction = Prisma.TransactionClient

/** A transaction of Prisma that a change is made in. */
export interface RowChange {
  readonly tx: Transaction
  /** When it is made. */
  readonly now: Date
  /** Records what was changed, in the same transaction. */
  readonly audit: (entry: AuditEntry) => Promise<void>
  /** Appends events, in the same transaction. */
  readonly announce: (announcements: readonly Announcement[]) => Promise<void>
}

/** Makes a change of plain rows in one transaction of Prisma; for changes that need locks or SQL of their own there is `change`. */
export async function changeRows<Value, Code extends string>(
  context: Context,
  work: (change: RowChange) => Promise<Result<Value, readonly Fault<Code>[]>>,
  constraints: ConstraintFaults<Code> = {},
): Promise<Result<Value, readonly Fault<Code>[]>> {
  const actor = actorOf(context)
  const now = new Date(context.clock())
  const prisma = await context.prisma.open()
  const inOne = async (tx: Transaction): Promise<Value> => {
    const audit = async ({ before, after, ...entry }: AuditEntry): Promise<void> => {
      const data = { ...entry, id: newId('Audit'), actor, requestId: context.requestId, createdAt: now, ...json({ before, after }) }
      await tx.audit.createMany({ data })
    }
    const announce = announcer(context, { client: prismaQueryable(tx), actor })
    return unlessRefused(await work({ tx, now, audit, announce }))
  }
  return settle(context, () => prisma.$transaction(inOne), constraints)
}

/** An absent side stays NULL in the table: given as null it would have to say which null of JSON it is. */
function json(sides: Pick<AuditEntry, 'before' | 'after'>): { readonly before?: Prisma.InputJsonObject; readonly after?: Prisma.InputJsonObject } {
  return Object.fromEntries(Object.entries(sides).filter(([, side]) => side !== null))
}
