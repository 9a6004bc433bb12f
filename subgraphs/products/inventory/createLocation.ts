import { z } from 'zod'

import { ok, type Result } from '@agora/errors/result.ts'
import { newId } from '@agora/ids/typeId.ts'
import { line } from '@agora/subgraph-kit/inputFields.ts'

import { changeRows, type RowChange } from '../changes/changeRows.ts'
import type { Context } from '../context.ts'
import { fault, parseInput } from '../inputs/parse.ts'
import type { InventoryErrorCode, InventoryFault } from './inventoryErrors.ts'
import type { Location } from './stockReads.ts'

const shape = z.object({
  code: z.string().regex(/^[A-Z0-9][A-Z0-9-]{1,11}$/, 'must be 2–12 capital letters, digits and `-`, the first a letter or a digit'),
  name: line(1, 100),
})

const constraints = { location_code_key: fault('CODE_TAKEN', 'Another location has this code', 'code') } as const

/** Creates a place that holds stock. */
export async function createLocation(context: Context, input: unknown): Promise<Result<Location, readonly InventoryFault[]>> {
  const parsed = parseInput(shape, input)
  if (!parsed.ok) return parsed
  const location: Location = { id: newId('Location'), ...parsed.value }
  const run = async ({ tx, now, audit }: RowChange): Promise<Result<Location, readonly InventoryFault[]>> => {
    await tx.location.create({ data: { ...location, createdAt: now } })
    await audit({ action: 'createLocation', targetType: 'Location', targetId: location.id, before: null, after: location })
    return ok(location)
  }
  return changeRows<Location, InventoryErrorCode>(context, run, constraints)
}
