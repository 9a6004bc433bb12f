import type { Queryable } from '@agora/database/transaction.ts'

/** Something in the books that cannot be. */
export interface LedgerFault {
  readonly code: 'UNBALANCED' | 'HELD' | 'SETTLEMENT' | 'REFUNDS' | 'LATE' | 'VERSION'
  readonly paymentId: string
  /** What the books say. */
  readonly found: string
  /** What follows from how the payment stands. */
  readonly expected: string
}

/** More faults than these are not listed: one is enough to act. */
const MOST = 100

// Two books kept apart must agree: the entries summed by account, and each payment's row; and the row must be as old as its stream.
const FAULTS = `
  WITH balance AS (
    SELECT payment_id, sum(amount_minor) AS everything,
      coalesce(sum(amount_minor) FILTER (WHERE account = 'HELD'), 0) AS held,
      coalesce(sum(amount_minor) FILTER (WHERE account = 'SETTLEMENT'), 0) AS settlement,
      coalesce(sum(amount_minor) FILTER (WHERE account = 'REFUNDS'), 0) AS refunds,
      coalesce(sum(amount_minor) FILTER (WHERE account = 'LATE'), 0) AS late
    FROM ledger_entries GROUP BY payment_id
  ), compared AS (
    SELECT coalesce(p.id, b.payment_id) AS id, c.*
    FROM payments p FULL JOIN balance b ON b.payment_id = p.id
    CROSS JOIN LATERAL (VALUES
      ('UNBALANCED', coalesce(b.everything, 0), 0::numeric),
      ('HELD', coalesce(b.held, 0), CASE WHEN p.status = 'AUTHORISED' OR p.late = 'VOID' THEN p.amount_minor ELSE 0 END),
      ('SETTLEMENT', coalesce(b.settlement, 0), coalesce(p.captured_minor - p.refunded_minor, 0)),
      ('REFUNDS', coalesce(b.refunds, 0), CASE WHEN p.status = 'CAPTURED' THEN p.refunded_minor ELSE 0 END),
      ('LATE', coalesce(b.late, 0), CASE p.late WHEN 'VOID' THEN -p.amount_minor WHEN 'REFUND' THEN -p.captured_minor ELSE 0 END),
      ('VERSION', coalesce(p.version, 0), coalesce((SELECT max(e.version) FROM events e WHERE e.stream = coalesce(p.id, b.payment_id)), 0))
    ) AS c(code, found, expected)
  )
  SELECT code, id AS "paymentId", found::text, expected::text FROM compared WHERE found <> expected ORDER BY id, code LIMIT ${MOST}`

/** What is wrong with the books: nothing, or a bug of ours. At most 100 faults. */
export async function ledgerFaults(client: Queryable): Promise<LedgerFault[]> {
  return (await client.query<LedgerFault>(FAULTS)).rows
}

/** An account's balance in one currency. */
export interface AccountBalance {
  readonly account: string
  readonly currency: string
  readonly amountMinor: string
}

/** What each account holds. */
export async function accountBalances(client: Queryable): Promise<AccountBalance[]> {
  const { rows } = await client.query<AccountBalance>(
    'SELECT account, currency, sum(amount_minor)::text AS "amountMinor" FROM ledger_entries GROUP BY account, currency ORDER BY account, currency',
  )
  return rows
}
