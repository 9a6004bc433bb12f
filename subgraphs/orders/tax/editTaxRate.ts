import { z } from 'zod'

import type { Queryable } from '@agora/database/transaction.ts'
import { fail, ok, type Result } from '@agora/errors/result.ts'
import { newId } from '@agora/ids/typeId.ts'
import { line, version, whole } from '@agora/subgraph-kit/inputFields.ts'

import { code, countryCode, idOf } from '../staffChanges/inputFields.ts'
import { readStaffInput, refusal, versionConflict, type Refusal } from '../staffChanges/refusal.ts'
import { staffChange, type StaffRequest } from '../staffChanges/staffChange.ts'
import { regionKey, type TaxRate } from './taxRate.ts'
import { lockRate } from './taxRateReads.ts'

/** Why a change of tax rates is refused; the enum `TaxRateErrorCode` of the graph. */
export type TaxRateErrorCode = 'INVALID_INPUT' | 'NOT_FOUND' | 'VERSION_CONFLICT' | 'OVERLAPS'
/** What an edit answers. */
export type Edited<Value = TaxRate> = Promise<Result<Value, readonly Refusal<TaxRateErrorCode>[]>>
/** Who asks, and the time of day. */
export type TaxRequest = StaffRequest & { readonly clock: () => Date }

const id = idOf('TaxRate', 'tax rate')
const ratePpm = whole(0, 1_000_000)
const rounding = z.enum(['HALF_UP', 'HALF_EVEN'])
const roundedPer = z.enum(['LINE', 'ORDER'])
const creation = z.object({
  code,
  countryCode,
  region: line(1, 64).nullish(),
  category: line(1, 64).nullish(),
  ratePpm,
  inclusive: z.boolean(),
  rounding,
  roundedPer,
  validFrom: z.date().nullish(),
  validTo: z.date().nullish(),
})
const edit = z.object({
  id,
  expectedVersion: version,
  code: code.nullish(),
  ratePpm: ratePpm.nullish(),
  inclusive: z.boolean().nullish(),
  rounding: rounding.nullish(),
  roundedPer: roundedPer.nullish(),
  validFrom: z.date().nullish(),
  /** Absent keeps it, null opens the end. */
  validTo: z.date().nullish(),
})
const deletion = z.object({ id, expectedVersion: version })

const backwards = refusal('INVALID_INPUT', '`validTo` must be after `validFrom`', 'validTo')
const constraints = {
  tax_rates_overlap: [refusal('OVERLAPS', 'Another rate for the same holds in a part of that time')],
  tax_rates_validity_check: [backwards],
} as const

/** Has something be taxed. */
export async function createTaxRate(request: TaxRequest, input: unknown): Edited {
  const given = readStaffInput(creation, input)
  if (!given.ok) return given
  const now = request.clock()
  const { region = null, category = null, validFrom, validTo = null, ...rest } = given.value
  const stamps = { version: 1, createdAt: now, updatedAt: now }
  const rate: TaxRate = { id: newId('TaxRate'), ...rest, region: regionKey(region), category, validFrom: validFrom ?? now, validTo, ...stamps }
  return staffChange(
    request,
    async ({ client, audit }) => {
      await write(client, rate)
      await audit({ action: 'createTaxRate', targetType: 'TaxRate', targetId: rate.id, before: null, after: rate })
      return ok(rate)
    },
    constraints,
  )
}

/** Changes what is given of a rate. What it is for stays: another country is another rate. */
export async function updateTaxRate(request: TaxRequest, input: unknown): Edited {
  const given = readStaffInput(edit, input)
  if (!given.ok) return given
  const { id: rateId, expectedVersion, validTo, ...changes } = given.value
  return staffChange(
    request,
    async ({ client, audit }) => {
      const before = await locked(client, rateId, expectedVersion)
      if (!before.ok) return before
      const kept = Object.fromEntries(Object.entries(changes).filter(([, value]) => value != null))
      const end = validTo === undefined ? before.value.validTo : validTo
      const rate: TaxRate = { ...before.value, ...kept, validTo: end, version: expectedVersion + 1, updatedAt: request.clock() }
      await write(client, rate)
      await audit({ action: 'updateTaxRate', targetType: 'TaxRate', targetId: rateId, before: before.value, after: rate })
      return ok(rate)
    },
    constraints,
  )
}

/** Removes a rate; answers its id. */
export async function deleteTaxRate(request: TaxRequest, input: unknown): Edited<string> {
  const given = readStaffInput(deletion, input)
  if (!given.ok) return given
  return staffChange(
    request,
    async ({ client, audit }) => {
      const before = await locked(client, given.value.id, given.value.expectedVersion)
      if (!before.ok) return before
      await client.query('delete from tax_rates where id = $1', [before.value.id])
      await audit({ action: 'deleteTaxRate', targetType: 'TaxRate', targetId: before.value.id, before: before.value, after: null })
      return ok(before.value.id)
    },
    constraints,
  )
}

async function locked(client: Queryable, rateId: string, expectedVersion: number): Edited {
  const rate = await lockRate(client, rateId)
  if (rate === null) return fail([refusal('NOT_FOUND', 'There is no such tax rate', 'id')])
  return rate.version === expectedVersion ? ok(rate) : fail([versionConflict(rate.version)])
}

const WRITE = `
insert into tax_rates (id, code, country, region, category, rate_ppm, inclusive, rounding, rounded_per, valid_from, valid_to, version, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
on conflict (id) do update
   set code = excluded.code, rate_ppm = excluded.rate_ppm, inclusive = excluded.inclusive, rounding = excluded.rounding, rounded_per = excluded.rounded_per,
       valid_from = excluded.valid_from, valid_to = excluded.valid_to, version = excluded.version, updated_at = excluded.updated_at`

async function write(client: Queryable, rate: TaxRate): Promise<void> {
  const where = [rate.countryCode, rate.region, rate.category]
  const rule = [rate.ratePpm, rate.inclusive, rate.rounding, rate.roundedPer]
  await client.query(WRITE, [rate.id, rate.code, ...where, ...rule, rate.validFrom, rate.validTo, rate.version, rate.createdAt, rate.updatedAt])
}
