import { z } from 'zod'

import type { Queryable } from '@agora/database/transaction.ts'
import type { CurrencyCode } from '@agora/money/money.ts'
import type { ListOrder, Page } from '@agora/subgraph-kit/connection.ts'

import type { ShippingClass } from '../shipping/shippingClass.ts'
import type { ShippingMethod, ShippingRate } from './shippingMethod.ts'

/** A shop that offers more ways than these into one country has lost its customers already. */
const MOST_METHODS = 200

// Amounts go as text: numbers of JSON lose precision.
const COLUMNS = `
m.id, m.code, m.name, m.active, m.countries, m.classes, m.min_weight_grams, m.max_weight_grams, m.position, m.version, m.created_at, m.updated_at,
(select coalesce(jsonb_agg(jsonb_build_object('currency', r.currency, 'base', r.base_minor::text, 'stepGrams', r.step_grams, 'perStep', r.per_step_minor::text,
  'freeFrom', r.free_from_minor::text, 'min', r.min_subtotal_minor::text, 'max', r.max_subtotal_minor::text) order by r.currency), '[]')
   from shipping_rates r where r.method_id = m.id) as rates`

interface RateColumn {
  readonly currency: CurrencyCode
  readonly base: string
  readonly stepGrams: number | null
  readonly perStep: string | null
  readonly freeFrom: string | null
  readonly min: string
  readonly max: string | null
}

interface Row {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly active: boolean
  readonly countries: string[]
  readonly classes: ShippingClass[]
  readonly min_weight_grams: number
  readonly max_weight_grams: number | null
  readonly position: number
  readonly version: number
  readonly created_at: Date
  readonly updated_at: Date
  readonly rates: RateColumn[]
}

const bigint = (text: string | null): bigint | null => (text === null ? null : BigInt(text))

const toRate = ({ currency, base, stepGrams, perStep, freeFrom, min, max }: RateColumn): ShippingRate => ({
  currencyCode: currency,
  baseMinor: BigInt(base),
  perWeight: stepGrams === null || perStep === null ? null : { stepGrams, minor: BigInt(perStep) },
  freeFromMinor: bigint(freeFrom),
  minSubtotalMinor: BigInt(min),
  maxSubtotalMinor: bigint(max),
})

function toMethod({ id, code, name, active, countries, classes, position, version, rates, ...row }: Row): ShippingMethod {
  return {
    id,
    code,
    name,
    active,
    countryCodes: countries,
    classes,
    minWeightGrams: row.min_weight_grams,
    maxWeightGrams: row.max_weight_grams,
    position,
    rates: rates.map(toRate),
    version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

const SERVING = `
select ${COLUMNS} from shipping_methods m
 where m.active and (m.countries = '{}' or $1 = any(m.countries))
 order by m.position, m.id limit ${MOST_METHODS}`

/** The active methods that go to a country, in the order in which they are shown. */
export async function readServing(database: Queryable, countryCode: string): Promise<ShippingMethod[]> {
  const { rows } = await database.query<Row>({ name: 'shippingMethodsServing', text: SERVING, values: [countryCode] })
  return rows.map(toMethod)
}

const BY_ID = `select ${COLUMNS} from shipping_methods m where m.id = any($1::text[])`

/** Methods by id, those that exist. */
export async function readMethods(database: Queryable, ids: readonly string[]): Promise<ShippingMethod[]> {
  const { rows } = await database.query<Row>({ name: 'shippingMethodsById', text: BY_ID, values: [ids] })
  return rows.map(toMethod)
}

/** The method, locked until the transaction ends; null when it is gone. */
export async function lockMethod(client: Queryable, id: string): Promise<ShippingMethod | null> {
  const { rows } = await client.query<Row>(`select ${COLUMNS} from shipping_methods m where m.id = $1 for update`, [id])
  return rows[0] === undefined ? null : toMethod(rows[0])
}

/** In the order in which they are shown. */
export const methodOrder: ListOrder<ShippingMethod, readonly [number, string]> = {
  name: 'shippingMethods',
  values: z.tuple([z.int().min(0).max(10_000), z.string().max(64)]),
  positionOf: ({ position, id }) => [position, id],
}

const LIST = `
select ${COLUMNS} from shipping_methods m
 where $1::int is null or (m.position, m.id) > ($1, $2)
 order by m.position, m.id limit $3`

/** How many methods there are. */
export async function countMethods(database: Queryable): Promise<number> {
  const { rows } = await database.query<{ count: number }>({
    name: 'shippingMethodsCount',
    text: 'select count(*)::int as count from shipping_methods',
  })
  return rows[0]?.count ?? 0
}

/** One page of all methods, the inactive ones among them. */
export async function listMethods(database: Queryable, page: Page<ShippingMethod, readonly [number, string]>): Promise<ShippingMethod[]> {
  const [position = null, id = null] = page.position ?? []
  const { rows } = await database.query<Row>({ name: 'shippingMethods', text: LIST, values: [position, id, page.fetch] })
  return rows.map(toMethod)
}
