import { randomUUID } from 'node:crypto'

import type pg from 'pg'

import { inTransaction, type Queryable } from '@agora/database/transaction.ts'

import type { Desk } from '../payment/desk.ts'
import { COLUMNS, fromRow, readPayments, type PaymentRow } from '../payment/paymentRows.ts'
import type { PaymentProvider, PaymentView } from '../provider/provider.ts'
import { differencesOf, missingThere, type BookedMoney, type Difference, type Known } from './differences.ts'

/** What a reconciliation works with. */
export interface ReconcileParts {
  readonly pool: pg.Pool
  readonly provider: PaymentProvider
  readonly desk: Desk
  readonly clock: () => Date
}

/** What is compared. */
export interface ReconcileOrder {
  /** Payments begun at or after it. */
  readonly since: Date
  /** Whether what the provider tells and we had not noted is noted now. */
  readonly mend: boolean
  readonly actor: string
}

/** A comparison of the books with the provider. */
export interface Reconciliation {
  readonly id: string
  readonly provider: string
  readonly since: Date
  readonly startedAt: Date
  readonly finishedAt: Date
  readonly compared: number
  readonly differences: readonly Difference[]
}

/** More differences than these are not listed. */
const MOST = 500

/** Compares every payment of the provider with the books, and the other way round, and keeps what was found. */
export async function reconcile(parts: ReconcileParts, { since, mend, actor }: ReconcileOrder): Promise<Reconciliation> {
  const { pool, provider, clock } = parts
  const startedAt = clock()
  const differences: Difference[] = []
  const seen = new Set<string>()
  let compared = 0
  for await (const views of provider.list(since)) {
    compared += views.length
    for (const { paymentId } of views) if (paymentId !== null) seen.add(paymentId)
    for (const view of await doubtful(pool, views)) {
      if (mend && view.paymentId !== null) await parts.desk.observe(view.paymentId, view, { metadata: metadataOf(view.paymentId, actor) })
      differences.push(...(await secondLook(parts, view)))
    }
  }
  differences.push(...(await untold(parts, since, seen)))
  const found = {
    id: `rec_${randomUUID()}`,
    provider: provider.name,
    since,
    startedAt,
    finishedAt: clock(),
    compared,
    differences: differences.slice(0, MOST),
  }
  await keep(pool, found, actor)
  return found
}

const metadataOf = (paymentId: string, actor: string) => ({ correlationId: paymentId, causationId: null, actor })

async function doubtful(pool: Queryable, views: readonly PaymentView[]): Promise<PaymentView[]> {
  const known = await readKnown(
    pool,
    views.flatMap(({ paymentId }) => paymentId ?? []),
  )
  return views.filter((view) => differencesOf(view, known.get(view.paymentId ?? '')).length > 0)
}

/** A payment may have moved between the two looks at it: what differs still when both sides are asked again is a difference. */
async function secondLook({ pool, provider }: ReconcileParts, view: PaymentView): Promise<Difference[]> {
  const now = (await provider.get(view.reference)) ?? view
  const known = await readKnown(pool, now.paymentId === null ? [] : [now.paymentId])
  return differencesOf(now, known.get(now.paymentId ?? ''))
}

const BOOKED = `
  SELECT payment_id AS id, coalesce(sum(amount_minor) FILTER (WHERE account = 'HELD'), 0)::text AS held,
    coalesce(sum(amount_minor) FILTER (WHERE account = 'SETTLEMENT'), 0)::text AS settled
  FROM ledger_entries WHERE payment_id = ANY($1) GROUP BY payment_id`

async function readKnown(pool: Queryable, ids: readonly string[]): Promise<Map<string, Known>> {
  const [payments, { rows }] = await Promise.all([readPayments(pool, ids), pool.query<{ id: string; held: string; settled: string }>(BOOKED, [ids])])
  const booked = new Map<string, BookedMoney>(rows.map(({ id, held, settled }) => [id, { held: BigInt(held), settled: BigInt(settled) }]))
  return new Map(payments.map((payment) => [payment.id, { payment, booked: booked.get(payment.id) ?? { held: 0n, settled: 0n } }]))
}

const HELD_OR_TAKEN = `SELECT ${COLUMNS} FROM payments
  WHERE provider = $1 AND created_at >= $2 AND created_at < $3 AND status IN ('AUTHORISED', 'CAPTURED') AND id > $4 ORDER BY id LIMIT 500`

/** Payments whose money we believe the provider has, and which it did not list. */
async function untold({ pool, provider, clock }: ReconcileParts, since: Date, seen: ReadonlySet<string>): Promise<Difference[]> {
  const until = clock()
  const missing: Difference[] = []
  for (let after = ''; ;) {
    const { rows } = await pool.query<PaymentRow>(HELD_OR_TAKEN, [provider.name, since, until, after])
    for (const payment of rows.map(fromRow)) {
      if (!seen.has(payment.id) && (await provider.find(payment.id)) === null) missing.push(missingThere(payment))
    }
    const last = rows.at(-1)
    if (last === undefined || missing.length >= MOST) return missing
    after = last.id
  }
}

async function keep(pool: pg.Pool, found: Reconciliation, actor: string): Promise<void> {
  const { id, provider, since, startedAt, finishedAt, compared, differences } = found
  await inTransaction(pool, async (client) => {
    await client.query(
      'INSERT INTO reconciliation_runs (id, provider, since, started_at, finished_at, compared, actor) VALUES ($1, $2, $3, $4, $5, $6, $7)',
      [id, provider, since, startedAt, finishedAt, compared, actor],
    )
    await client.query(
      `INSERT INTO reconciliation_differences (run_id, position, code, payment_id, reference, ours, theirs)
       SELECT $1, d.position, d.code, d."paymentId", d.reference, d.ours, d.theirs
       FROM json_to_recordset($2::json) AS d(position int, code text, "paymentId" text, reference text, ours text, theirs text)`,
      [id, JSON.stringify(differences.map((difference, position) => ({ position, ...difference })))],
    )
  })
}

/** The newest comparison; null when there was none. */
export async function latestReconciliation(pool: Queryable): Promise<Reconciliation | null> {
  const { rows } = await pool.query<Reconciliation>(
    `SELECT r.id, r.provider, r.since, r.started_at AS "startedAt", r.finished_at AS "finishedAt", r.compared, coalesce(
       (SELECT json_agg(json_build_object('code', d.code, 'paymentId', d.payment_id, 'reference', d.reference, 'ours', d.ours, 'theirs', d.theirs) ORDER BY d.position)
        FROM reconciliation_differences d WHERE d.run_id = r.id), '[]') AS differences
     FROM reconciliation_runs r ORDER BY r.started_at DESC, r.id DESC LIMIT 1`,
  )
  return rows[0] ?? null
}
