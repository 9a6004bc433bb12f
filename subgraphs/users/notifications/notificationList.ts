import type { Queryable } from '@agora/database/transaction.ts'

import type { ChannelName } from './channels/channel.ts'
import { masked } from './masking.ts'
import type { Ending } from './outbox.ts'

/** A message as staff see it, without its text. Resolves the SDL type Notification. */
export interface NotificationEntry {
  readonly id: string
  readonly template: string
  readonly channel: ChannelName
  readonly status: 'QUEUED' | Ending['status']
  readonly code: string | null
  readonly recipient: string | null
  readonly maskedAddress: string | null
  readonly orderId: string | null
  readonly attempts: number
  readonly nextAttemptAt: Date | null
  readonly correlationId: string
  readonly createdAt: Date
  readonly finishedAt: Date | null
}

/** Which messages to list; null asks for any. */
export type NotificationFilter = {
  readonly [Field in 'status' | 'channel' | 'template' | 'recipient' | 'orderId' | 'correlationId']: string | null
}

/** A stretch of the list, newest first. */
export interface NotificationStretch {
  readonly backward: boolean
  /** Beyond this position: time as ISO 8601, id. */
  readonly position: readonly [string, string] | null
  readonly fetch: number
}

const COLUMNS = `id, template, channel, status, code, recipient, to_address AS "address", order_id AS "orderId", attempts,
  CASE WHEN status = 'QUEUED' THEN due_at END AS "nextAttemptAt", correlation_id AS "correlationId", created_at AS "createdAt", finished_at AS "finishedAt"`
const FILTER = `($1::notification_status IS NULL OR status = $1) AND ($2::notification_channel IS NULL OR channel = $2) AND ($3::text IS NULL OR template = $3)
  AND ($4::text IS NULL OR recipient = $4) AND ($5::text IS NULL OR order_id = $5) AND ($6::text IS NULL OR correlation_id = $6)`
const statement = (beyond: '<' | '>', order: 'ASC' | 'DESC'): string => `SELECT ${COLUMNS} FROM notifications
  WHERE ${FILTER} AND ($7::timestamptz IS NULL OR (created_at, id) ${beyond} ($7, $8)) ORDER BY created_at ${order}, id ${order} LIMIT $9`

const valuesOf = ({ status, channel, template, recipient, orderId, correlationId }: NotificationFilter): (string | null)[] => [
  status,
  channel,
  template,
  recipient,
  orderId,
  correlationId,
]

/** The messages of a stretch, nearest to its position first. */
export async function listNotifications(db: Queryable, filter: NotificationFilter, stretch: NotificationStretch): Promise<NotificationEntry[]> {
  const [at = null, id = null] = stretch.position ?? []
  const text = stretch.backward ? statement('>', 'ASC') : statement('<', 'DESC')
  const values = [...valuesOf(filter), at, id, stretch.fetch]
  const { rows } = await db.query<Omit<NotificationEntry, 'maskedAddress'> & { address: string | null }>(text, values)
  return rows.map(({ address, ...entry }) => ({ ...entry, maskedAddress: address === null ? null : masked(address) }))
}

/** How many messages the whole list has. */
export async function countNotifications(db: Queryable, filter: NotificationFilter): Promise<number> {
  const { rows } = await db.query<{ count: number }>(`SELECT count(*)::int AS count FROM notifications WHERE ${FILTER}`, valuesOf(filter))
  return rows[0]?.count ?? 0
}
