import { z } from 'zod'

import type { Queryable } from '@agora/database/transaction.ts'
import type { CurrencyCode } from '@agora/money/money.ts'

import { isUnsettled, type Payment, type PaymentRefund } from './payment.ts'
import type { PaymentStatus } from './transitions.ts'

/** A payment as its row keeps it: the folded stream, and what is needed to ask the provider again. */
export interface StoredPayment {
  readonly id: string
  /** The version of its last event; 0 for one to which nothing has happened. */
  readonly version: number
  readonly state: Payment
  /** The provider's token of what is paid with, until the provider has answered. */
  readonly methodToken: string | null
  readonly returnUrl: string | null
  readonly createdAt: Date
  readonly updatedAt: Date
}

/** The columns, in the words of this file. */
export const COLUMNS = `id, version, status, order_id AS "orderId", buyer, amount_minor AS "amountMinor", currency, provider, reference, fingerprint,
  redirect_url AS "redirectUrl", decline_code AS "declineCode", captured_minor AS "capturedMinor", refunded_minor AS "refundedMinor", refunds, late,
  method_token AS "methodToken", return_url AS "returnUrl", created_at AS "createdAt", updated_at AS "updatedAt"`

/** A row as it is read; 64-bit numbers come as text. */
export interface PaymentRow {
  readonly id: string
  readonly version: number
  readonly status: PaymentStatus
  readonly orderId: string
  readonly buyer: string
  readonly amountMinor: string
  readonly currency: CurrencyCode
  readonly provider: string
  readonly reference: string | null
  readonly fingerprint: string | null
  readonly redirectUrl: string | null
  readonly declineCode: string | null
  readonly capturedMinor: string
  readonly refundedMinor: string
  readonly refunds: unknown
  readonly late: Payment['late']
  readonly methodToken: string | null
  readonly returnUrl: string | null
  readonly createdAt: Date
  readonly updatedAt: Date
}

const refundsShape = z.array(
  z.object({
    refundId: z.string(),
    amountMinor: z.string().transform(BigInt),
    status: z.enum(['STARTED', 'REFUNDED', 'FAILED']),
    code: z.string().nullable(),
  }),
)

const readRefunds = (stored: unknown): readonly PaymentRefund[] => (Array.isArray(stored) && stored.length === 0 ? [] : refundsShape.parse(stored))

/** What a row says. */
export function fromRow({ id, version, methodToken, returnUrl, createdAt, updatedAt, ...row }: PaymentRow): StoredPayment {
  const state: Payment = {
    ...row,
    amountMinor: BigInt(row.amountMinor),
    capturedMinor: BigInt(row.capturedMinor),
    refundedMinor: BigInt(row.refundedMinor),
    refunds: readRefunds(row.refunds),
  }
  return { id, version, state, methodToken, returnUrl, createdAt, updatedAt }
}

// One look into the index for each id, whatever the planner believes of the table: a plan made while it was small would read all of it for ever.
const READ = {
  name: 'payments_by_id',
  text: `SELECT p.* FROM unnest($1::text[]) AS wanted(id) CROSS JOIN LATERAL (SELECT ${COLUMNS} FROM payments WHERE payments.id = wanted.id LIMIT 1) p`,
}

/** The payments that exist of these; in no order. */
export async function readPayments(client: Queryable, ids: readonly string[]): Promise<StoredPayment[]> {
  return (await client.query<PaymentRow>({ ...READ, values: [ids] })).rows.map(fromRow)
}

/** What is written of a payment, as JSON. */
export function toRow({ id, version, state, methodToken, returnUrl }: StoredPayment): object {
  const { amountMinor, capturedMinor, refundedMinor, refunds, ...plain } = state
  const unsettled = isUnsettled(state)
  return {
    ...plain,
    id,
    version,
    unsettled,
    amountMinor: amountMinor.toString(),
    capturedMinor: capturedMinor.toString(),
    refundedMinor: refundedMinor.toString(),
    refunds: refunds.map((refund) => ({ ...refund, amountMinor: refund.amountMinor.toString() })),
    // Kept only as long as the same question may have to be asked again.
    methodToken: state.status === 'STARTED' ? methodToken : null,
    returnUrl,
  }
}
