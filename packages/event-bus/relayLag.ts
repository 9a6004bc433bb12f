import type { Queryable } from '@agora/database/transaction.ts'

const UNPUBLISHED = `
  FROM events e WHERE (e.tx_id, e.position) > (
    coalesce((SELECT c.tx_id FROM event_checkpoints c WHERE c.reader = $1), '0'::xid8),
    coalesce((SELECT c.position FROM event_checkpoints c WHERE c.reader = $1), 0)
  ) ORDER BY e.tx_id, e.position LIMIT 1`
const LAG = `SELECT coalesce(extract(epoch FROM clock_timestamp() - (SELECT e.occurred_at ${UNPUBLISHED})), 0)::float8 AS seconds`
const FIRST = `SELECT 1 ${UNPUBLISHED}`

/** Whether an event waits to be published. */
export async function hasUnpublished(client: Queryable, reader: string): Promise<boolean> {
  const { rowCount } = await client.query({ name: 'relay look', text: FIRST, values: [reader] })
  return rowCount === 1
}

/** How long the oldest event waits to be published, in seconds; 0 when none does. */
export async function readRelayLag(client: Queryable, reader: string): Promise<number> {
  const { rows } = await client.query<{ seconds: number }>({ name: 'relay lag', text: LAG, values: [reader] })
  return Math.max(0, rows[0]?.seconds ?? 0)
}
