import type { Queryable } from '@agora/database/transaction.ts'
import type { Logger } from '@agora/logger/logger.ts'

import type { Desk } from './desk.ts'
import { COLUMNS, fromRow, type PaymentRow, type StoredPayment } from './paymentRows.ts'

/** What asking again needs. */
export interface AskAgainParts {
  readonly pool: Queryable
  readonly desk: Desk
  readonly logger: Logger
}

const AT_ONCE = 20
/** How long a call that was made before the void may be on its way to the provider, in minutes; longer than any connection lives. */
const LATE_MINUTES = 60

// Replicas look side by side: what one has taken the others leave alone until it is due again. A payment that has waited long is asked less often.
// One that was voided before the provider had heard of it is looked for once more when that time is over, and then no longer.
const TAKE = `
  UPDATE payments SET checked_at = clock_timestamp(),
    unsettled = NOT (status = 'VOIDED' AND reference IS NULL AND updated_at < clock_timestamp() - interval '${LATE_MINUTES} minutes')
  WHERE id IN (
    SELECT id FROM payments WHERE unsettled
      AND checked_at < clock_timestamp() - greatest($1::float8, extract(epoch FROM clock_timestamp() - created_at) / 10) * interval '1 second'
    ORDER BY checked_at LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED)
  RETURNING ${COLUMNS}, (SELECT e.metadata->>'correlationId' FROM events e WHERE e.stream = payments.id AND e.version = 1) AS "correlationId"`

/**
 * Asks the provider about payments that have had no answer: their call was lost, their process died, or their webhook never came; and about those that
 * were voided unheard of, whose call may still arrive there. Answers how many were asked about. A payment younger than so many seconds is left to whoever began it.
 */
export async function askAgain({ pool, desk, logger }: AskAgainParts, olderThanSeconds: number): Promise<number> {
  const { rows } = await pool.query<PaymentRow & { readonly correlationId: string | null }>(TAKE, [olderThanSeconds])
  await Promise.all(
    rows
      .map((row) => ({ payment: fromRow(row), correlationId: row.correlationId }))
      .map(({ payment, correlationId }) =>
        askAbout(desk, payment, correlationId).catch((error: unknown) =>
          logger.warn({ err: error, paymentId: payment.id }, 'The provider could not be asked again'),
        ),
      ),
  )
  return rows.length
}

/** What is found belongs to the request that began the payment. */
async function askAbout(desk: Desk, payment: StoredPayment, correlationId: string | null): Promise<void> {
  const noted = { metadata: { correlationId: correlationId ?? payment.id, causationId: null, actor: 'payments' } }
  const open = payment.state.refunds.filter(({ status }) => status === 'STARTED')
  if (payment.state.status === 'STARTED') await desk.authorise(payment, noted)
  else if (open.length === 0) await desk.refresh(payment, noted)
  else for (const { refundId } of open) await desk.refund(payment, refundId, noted)
}
