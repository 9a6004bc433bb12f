import { z } from 'zod'

import type { Queryable } from '@agora/database/transaction.ts'
import type { ListOrder, Page } from '@agora/subgraph-kit/connection.ts'

import type { TaxRate } from './taxRate.ts'

/** More rates than these no country has: one for each region and category, past ones among them. */
const MOST_RATES = 2000

const COLUMNS =
  'id, code, country, region, category, rate_ppm, inclusive, rounding, rounded_per, valid_from, valid_to, version, created_at, updated_at'

interface Row {
  readonly id: string
  readonly code: string
  readonly country: string
  readonly region: string | null
  readonly category: string | null
  readonly rate_ppm: number
  readonly inclusive: boolean
  readonly rounding: TaxRate['rounding']
  readonly rounded_per: TaxRate['roundedPer']
  readonly valid_from: Date
  readonly valid_to: Date | null
  readonly version: number
  readonly created_at: Date
  readonly updated_at: Date
}

function toRate({ country, rate_ppm, rounded_per, valid_from, valid_to, created_at, updated_at, ...row }: Row): TaxRate {
  return {
    ...row,
    countryCode: country,
    ratePpm: rate_ppm,
    roundedPer: rounded_per,
    validFrom: valid_from,
    validTo: valid_to,
    createdAt: created_at,
    updatedAt: updated_at,
  }
}

const OF_COUNTRY = `select ${COLUMNS} from tax_rates where country = $1 order by id limit ${MOST_RATES}`

/** Every rate of a country, past and coming ones among them. */
export async function readRatesOf(database: Queryable, countryCode: string): Promise<TaxRate[]> {
  const { rows } = await database.query<Row>({ name: 'taxRatesOfCountry', text: OF_COUNTRY, values: [countryCode] })
  return rows.map(toRate)
}

const BY_ID = `select ${COLUMNS} from tax_rates where id = any($1::text[])`

/** Rates by id, those that exist. */
export async function readRates(database: Queryable, ids: readonly string[]): Promise<TaxRate[]> {
  const { rows } = await database.query<Row>({ name: 'taxRatesById', text: BY_ID, values: [ids] })
  return rows.map(toRate)
}

/** The rate, locked until the transaction ends; null when it is gone. */
export async function lockRate(client: Queryable, id: string): Promise<TaxRate | null> {
  const { rows } = await client.query<Row>(`select ${COLUMNS} from tax_rates where id = $1 for update`, [id])
  return rows[0] === undefined ? null : toRate(rows[0])
}

/** By country, then region, then category, then start. */
export const rateOrder: ListOrder<TaxRate, readonly [string, string, string, string]> = {
  name: 'taxRates',
  values: z.tuple([z.string().max(2), z.string().max(64), z.string().max(64), z.string().max(64)]),
  positionOf: ({ countryCode, region, category, id }) => [countryCode, region ?? '', category ?? '', id],
}

const LIST = `
select ${COLUMNS} from tax_rates
 where ($1::text is null or country = $1)
   and ($2::text is null or (country, coalesce(region, ''), coalesce(category, ''), id) > ($2, $3, $4, $5))
 order by country, coalesce(region, ''), coalesce(category, ''), id
 limit $6`

/** How many rates there are, in all or of a country. */
export async function countRates(database: Queryable, countryCode: string | null): Promise<number> {
  const text = 'select count(*)::int as count from tax_rates where $1::text is null or country = $1'
  const { rows } = await database.query<{ count: number }>({ name: 'taxRatesCount', text, values: [countryCode] })
  return rows[0]?.count ?? 0
}

/** One page of all rates, or of those of a country. */
export async function listRates(
  database: Queryable,
  countryCode: string | null,
  page: Page<TaxRate, readonly [string, string, string, string]>,
): Promise<TaxRate[]> {
  const [country = null, region = null, category = null, id = null] = page.position ?? []
  const { rows } = await database.query<Row>({ name: 'taxRates', text: LIST, values: [countryCode, country, region, category, id, page.fetch] })
  return rows.map(toRate)
}
