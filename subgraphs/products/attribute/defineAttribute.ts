import { z } from 'zod'

import { ok, type Result } from '@agora/errors/result.ts'
import { line, whole } from '@agora/subgraph-kit/inputFields.ts'

import { refuse } from '../changes/change.ts'
import { changeRows, type RowChange, type Transaction } from '../changes/changeRows.ts'
import type { Context } from '../context.ts'
import { announceAttribute } from '../events/announceAttribute.ts'
import { key } from '../inputs/fields.ts'
import { fault, parseInput } from '../inputs/parse.ts'
import type { ProductErrorCode, ProductFault } from '../product/productErrors.ts'
import type { AttributeDefinition } from './attribute.ts'
import { DEFINITION_LIMIT } from './definitions.ts'

const shape = z
  .object({
    key,
    label: line(1, 60),
    kind: z.enum(['TEXT', 'NUMBER', 'BOOLEAN', 'LIST']),
    unit: line(1, 12).nullish(),
    facet: z.boolean().nullish(),
    position: whole(0, 10_000).nullish(),
  })
  .refine(({ kind, unit }) => kind === 'NUMBER' || unit == null, { path: ['unit'], message: 'belongs to a NUMBER' })

const shown = { key: true, label: true, kind: true, unit: true, facet: true, position: true } as const

/** Defines an attribute, or changes all but the kind of one that exists. Two at once end in one definition. */
export async function defineAttribute(context: Context, input: unknown): Promise<Result<AttributeDefinition, readonly ProductFault[]>> {
  const parsed = parseInput(shape, input)
  if (!parsed.ok) return parsed
  const { unit, facet, position, ...rest } = parsed.value
  const definition: AttributeDefinition = { ...rest, unit: unit ?? null, facet: facet ?? true, position: position ?? 0 }
  const run = async ({ tx, audit, announce }: RowChange): Promise<Result<AttributeDefinition, readonly ProductFault[]>> => {
    const before = await tx.attributeDefinition.findUnique({ where: { key: definition.key }, select: shown })
    if (before === null && (await tx.attributeDefinition.count()) >= DEFINITION_LIMIT)
      return refuse(fault('LIMIT_REACHED', `At most ${DEFINITION_LIMIT} attributes are defined`, 'key'))
    if (!(await keep(tx, definition))) return refuse(fault('ATTRIBUTE_KIND_FIXED', 'An attribute that exists keeps its kind', 'kind'))
    await audit({ action: 'defineAttribute', targetType: 'AttributeDefinition', targetId: definition.key, before, after: definition })
    await announce(announceAttribute(definition))
    return ok(definition)
  }
  const result = await changeRows<AttributeDefinition, ProductErrorCode>(context, run)
  context.definitions.renew()
  return result
}

/** Whether it is defined like this now. Whoever defines the same key meanwhile is waited for: then it exists, and has a kind. */
async function keep({ attributeDefinition }: Transaction, { key: name, kind, ...rest }: AttributeDefinition): Promise<boolean> {
  const created = await attributeDefinition.createMany({ data: { key: name, kind, ...rest }, skipDuplicates: true })
  if (created.count > 0) return true
  return (await attributeDefinition.updateMany({ where: { key: name, kind }, data: rest })).count > 0
}
