import { z } from 'zod'

import { constraintOf } from '@agora/database/transaction.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'

import type { Context } from '../context.ts'
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
    return ok(await transaction())
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

/** Permissions have refused everybody else before a mutation runs; the check keeps the ledger and the audit from an empty name all the same. */
export function actorOf({ viewer }: Context): string {
  if (viewer.kind === 'anonymous') throw new TypeError('A change needs somebody who makes it')
  return viewer.sub
}
