import { z } from 'zod'

import type { Queryable } from '@agora/database/transaction.ts'
import { isId } from '@agora/ids/typeId.ts'
import type { Connection, ListOrder, Page } from '@agora/subgraph-kit/connection.ts'

import { COLUMNS, fromRow, type PaymentRow, type StoredPayment } from '../payment/paymentRows.ts'
import type { PaymentStatus } from '../payment/transitions.ts'

/** A page of payments, which knows what it was narrowed to. */
export interface PaymentList extends Connection<StoredPayment> {
  readonly status: PaymentStatus | null
}

/** Newest first: ids sort by birth. */
export const paymentOrder: ListOrder<StoredPayment, readonly [string]> = {
  name: 'payments',
  values: z.tuple([z.string().refine((id) => isId('Payment', id))]),
  positionOf: ({ id }) => [id],
}

const PAGE = `SELECT ${COLUMNS} FROM payments WHERE ($1::text IS NULL OR status = $1) AND ($2::text IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`

/** One page of the payments that stand so. */
export async function listPayments(
  client: Queryable,
  status: PaymentStatus | null,
  { position, fetch }: Page<StoredPayment, readonly [string]>,
): Promise<StoredPayment[]> {
  return (await client.query<PaymentRow>(PAGE, [status, position?.[0] ?? null, fetch])).rows.map(fromRow)
}

/** How many stand so. */
export async function countPayments(client: Queryable, status: PaymentStatus | null): Promise<number> {
  const { rows } = await client.query<{ count: string }>('SELECT count(*) FROM payments WHERE ($1::text IS NULL OR status = $1)', [status])
  return Number(rows[0]?.count ?? 0)
}
