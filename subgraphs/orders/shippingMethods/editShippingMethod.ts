import type { Queryable } from '@agora/database/transaction.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'
import { newId } from '@agora/ids/typeId.ts'

import { readStaffInput, refusal, versionConflict, type Refusal } from '../staffChanges/refusal.ts'
import { staffChange, type StaffRequest } from '../staffChanges/staffChange.ts'
import { creation, edit, rating, type RateInput } from './methodInputs.ts'
import type { ShippingMethod, ShippingRate } from './shippingMethod.ts'
import { lockMethod } from './shippingMethodReads.ts'

/** Why a change of shipping methods is refused; the enum `ShippingMethodErrorCode` of the graph. */
export type ShippingMethodErrorCode = 'INVALID_INPUT' | 'NOT_FOUND' | 'VERSION_CONFLICT' | 'CODE_TAKEN'
/** What an edit answers. */
export type Edited = Promise<Result<ShippingMethod, readonly Refusal<ShippingMethodErrorCode>[]>>
/** Who asks, and the time of day. */
export type ShippingRequest = StaffRequest & { readonly clock: () => Date }

const constraints = {
  shipping_methods_code_key: [refusal('CODE_TAKEN', 'Another method has this code', 'code')],
  shipping_methods_weight_check: [refusal('INVALID_INPUT', '`maxWeightGrams` must not be below `minWeightGrams`', 'maxWeightGrams')],
} as const

/** Makes a method, without rates. */
export async function createShippingMethod(request: ShippingRequest, input: unknown): Edited {
  const given = readStaffInput(creation, input)
  if (!given.ok) return given
  const now = request.clock()
  const { maxWeightGrams = null, ...rest } = given.value
  const method: ShippingMethod = { id: newId('ShippingMethod'), ...rest, maxWeightGrams, rates: [], version: 1, createdAt: now, updatedAt: now }
  return staffChange(
    request,
    async ({ client, audit }) => {
      await write(client, method)
      await audit({ action: 'createShippingMethod', targetType: 'ShippingMethod', targetId: method.id, before: null, after: method })
      return ok(method)
    },
    constraints,
  )
}

interface Change {
  readonly action: 'updateShippingMethod' | 'setShippingRates'
  readonly id: string
  readonly expectedVersion: number
  readonly changed: (before: ShippingMethod) => Partial<ShippingMethod>
}

/** Changes what is given of a method. */
export async function updateShippingMethod(request: ShippingRequest, input: unknown): Edited {
  const given = readStaffInput(edit, input)
  if (!given.ok) return given
  const { id, expectedVersion, maxWeightGrams, ...changes } = given.value
  const kept = Object.fromEntries(Object.entries(changes).filter(([, value]) => value != null))
  const changed = (before: ShippingMethod): Partial<ShippingMethod> => ({
    ...kept,
    maxWeightGrams: maxWeightGrams === undefined ? before.maxWeightGrams : maxWeightGrams,
  })
  return change(request, { action: 'updateShippingMethod', id, expectedVersion, changed })
}

/** Sets what a method costs. */
export async function setShippingRates(request: ShippingRequest, input: unknown): Edited {
  const given = readStaffInput(rating, input)
  if (!given.ok) return given
  const { id, expectedVersion, rates } = given.value
  return change(request, { action: 'setShippingRates', id, expectedVersion, changed: () => ({ rates: rates.map(rateOf) }) })
}

const rateOf = ({ stepGrams, perStepMinor, freeFromMinor = null, maxSubtotalMinor = null, ...rest }: RateInput): ShippingRate => ({
  ...rest,
  perWeight: stepGrams == null || perStepMinor == null ? null : { stepGrams, minor: perStepMinor },
  freeFromMinor,
  maxSubtotalMinor,
})

function change(request: ShippingRequest, { action, id, expectedVersion, changed }: Change): Edited {
  return staffChange(
    request,
    async ({ client, audit }): Edited => {
      const before = await lockMethod(client, id)
      if (before === null) return fail([refusal('NOT_FOUND', 'There is no such shipping method', 'id')])
      if (before.version !== expectedVersion) return fail([versionConflict(before.version)])
      const method = { ...before, ...changed(before), version: before.version + 1, updatedAt: request.clock() }
      await write(client, method)
      if (action === 'setShippingRates') await writeRates(client, method)
      await audit({ action, targetType: 'ShippingMethod', targetId: id, before, after: method })
      return ok(method)
    },
    constraints,
  )
}

const WRITE = `
insert into shipping_methods (id, code, name, active, countries, classes, min_weight_grams, max_weight_grams, position, version, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
on conflict (id) do update
   set name = excluded.name, active = excluded.active, countries = excluded.countries, classes = excluded.classes, min_weight_grams = excluded.min_weight_grams,
       max_weight_grams = excluded.max_weight_grams, position = excluded.position, version = excluded.version, updated_at = excluded.updated_at`

async function write(client: Queryable, method: ShippingMethod): Promise<void> {
  const { id, code, name, active, countryCodes, classes, minWeightGrams, maxWeightGrams, position, version, createdAt, updatedAt } = method
  await client.query(WRITE, [id, code, name, active, countryCodes, classes, minWeightGrams, maxWeightGrams, position, version, createdAt, updatedAt])
}

const WRITE_RATES = `
insert into shipping_rates (method_id, currency, base_minor, step_grams, per_step_minor, free_from_minor, min_subtotal_minor, max_subtotal_minor)
select $1, r.currency, r.base, r.step, r.per_step, r.free_from, r.min, r.max
  from unnest($2::text[], $3::bigint[], $4::int[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[])
    as r (currency, base, step, per_step, free_from, min, max)`

async function writeRates(client: Queryable, { id, rates }: ShippingMethod): Promise<void> {
  await client.query('delete from shipping_rates where method_id = $1', [id])
  const column = <Value>(of: (rate: ShippingRate) => Value): Value[] => rates.map(of)
  await client.query(WRITE_RATES, [
    id,
    column(({ currencyCode }) => currencyCode),
    column(({ baseMinor }) => baseMinor),
    column(({ perWeight }) => perWeight?.stepGrams ?? null),
    column(({ perWeight }) => perWeight?.minor ?? null),
    column(({ freeFromMinor }) => freeFromMinor),
    column(({ minSubtotalMinor }) => minSubtotalMinor),
    column(({ maxSubtotalMinor }) => maxSubtotalMinor),
  ])
}
