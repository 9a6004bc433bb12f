import type pg from 'pg'

import { inTransaction, type Queryable } from '@agora/database/transaction.ts'
import { stableId } from '@agora/ids/stableId.ts'

import { countries, methods, openingDay, taxes } from './tariffs.ts'

/** How many rows were missing and are there now. */
export interface InsertedTariffs {
  readonly taxRates: number
  readonly shippingMethods: number
}

/** Two seeds at once would wait for each other row by row; they wait here instead. */
const SEED_LOCK = 7_262_025
const GRAMS_A_STEP = 1000

const INSERT_TAXES = `insert into tax_rates (id, code, country, region, category, rate_ppm, inclusive, rounding, rounded_per, valid_from, created_at, updated_at)
  select id, code, country, region, category, rate, inclusive, 'HALF_UP', rounded_per, $2, $2, $2
    from json_to_recordset($1) as r (id text, code text, country text, region text, category text, rate int, inclusive boolean, rounded_per text)
  on conflict do nothing`

const INSERT_METHODS = `insert into shipping_methods (id, code, name, countries, classes, max_weight_grams, position, created_at, updated_at)
  select id, code, name, $2, classes, max_weight, position, $3, $3
    from json_to_recordset($1) as r (id text, code text, name text, classes text[], max_weight int, position int)
  on conflict do nothing returning id`

const INSERT_RATES = `insert into shipping_rates (method_id, currency, base_minor, step_grams, per_step_minor, free_from_minor)
  select method_id, currency, base, ${GRAMS_A_STEP}, per_step, free_from
    from json_to_recordset($1) as r (method_id text, currency text, base bigint, per_step bigint, free_from bigint)`

/** Puts taxes and ways of shipping that are missing into the tables, in one transaction. What is there is never touched, nor are its prices. */
export async function loadTariffs(pool: pg.Pool): Promise<InsertedTariffs> {
  return inTransaction(pool, async (db) => {
    await db.query('select pg_advisory_xact_lock($1)', [SEED_LOCK])
    const rates = taxes.map(({ ratePpm: rate, roundedPer: rounded_per, ...tax }) => ({ id: idOf('TaxRate', tax.code), rate, rounded_per, ...tax }))
    const { rowCount } = await db.query(INSERT_TAXES, [JSON.stringify(rates), openingDay])
    return { taxRates: rowCount ?? 0, shippingMethods: await loadMethods(db) }
  })
}

async function loadMethods(db: Queryable): Promise<number> {
  const rows = methods.map((method, position) => ({
    ...method,
    id: idOf('ShippingMethod', method.code),
    max_weight: method.maxWeightGrams,
    position,
  }))
  const added = await db.query<{ id: string }>(INSERT_METHODS, [JSON.stringify(rows), countries, openingDay])
  const fresh = new Set(added.rows.map(({ id }) => id))
  const rates = rows
    .filter(({ id }) => fresh.has(id))
    .flatMap(({ id, prices }) =>
      Object.entries(prices).map(([currency, [base, per_step, free_from]]) => ({ method_id: id, currency, base, per_step, free_from })),
    )
  if (rates.length > 0) await db.query(INSERT_RATES, [JSON.stringify(rates)])
  return fresh.size
}

const idOf = (kind: 'TaxRate' | 'ShippingMethod', code: string): string => stableId(kind, code, openingDay.getTime())
