import { z } from 'zod'

import { constraintOf, type Queryable } from '@agora/database/transaction.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'

import type { Context } from '../context.ts'
import type { Announcement } from '../events/productsStore.ts'
import type { Fault } from '../inputs/parse.ts'
import { createLoaders } from '../loaders.ts'

/** What a broken constraint means, by its name. */
export type ConstraintFaults<Code extends string> = Readonly<Record<string, Fault<Code>>>

/** Rolls the transaction back and carries the refusal out of it. */
class Refusal<Code extends string> extends Error {
  override readonly name = 'Refusal'
  readonly faults: readonly Fault<Code>[]
  constructor(faults: readonly Fault<Code>[]) {
    super('refused')
    this.faults = faults
  }
}

/** What was decided inside a transaction, or the end of that transaction: a refusal is thrown, for `settle` to catch. */
export function unlessRefused<Value, Code extends string>(result: Result<Value, readonly Fault<Code>[]>): Value {
  if (!result.ok) throw new Refusal(result.error)
  return result.value
}

/** Runs a transaction to its answer or its refusal, whether decided or by a constraint; either way the request reads anew afterwards. */
export async function settle<Value, Code extends string>(
  context: Context,
  transaction: () => Promise<Value>,
  constraints: ConstraintFaults<Code>,
): Promise<Result<Value, readonly Fault<Code>[]>> {
  try {
    const answer = ok(await transaction())
    if (context.announced) context.waker.wake()
    return answer
  } catch (error) {
    if (error instanceof Refusal) return fail(error.faults as readonly Fault<Code>[])
    const broken = constraints[constraintOf(error) ?? prismaConstraintOf(error) ?? '']
    if (broken !== undefined) return fail([broken])
    throw error
  } finally {
    context.loaders = createLoaders(context.pool)
  }
}

/** Where Prisma's driver adapter leaves the name of a unique or a foreign key that a statement broke. */
const prismaFault = z.object({
  meta: z.object({ driverAdapterError: z.object({ cause: z.object({ constraint: z.object({ index: z.string() }) }) }) }),
})

function prismaConstraintOf(error: unknown): string | undefined {
  return prismaFault.safeParse(error).data?.meta.driverAdapterError.cause.constraint.index
}

/** Appends the events of a change; their reader is woken once it is committed. */
export function announcer(context: Context, { client, actor }: { readonly client: Queryable; readonly actor: string }) {
  return async (announcements: readonly Announcement[]): Promise<void> => {
    if (announcements.length === 0) return
    await context.store.append(client, announcements, { correlationId: context.requestId, causationId: null, actor })
    context.announced = true
  }
}

/** Permissions have refused everybody else before a mutation runs; the check keeps the ledger and the audit from an empty name all the same. */
export function actorOf({ viewer }: Context): string {
  if (viewer.kind === 'anonymous') throw new TypeError('A change needs somebody who makes it')
  return viewer.sub
}
