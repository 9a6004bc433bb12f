import type { Queryable } from '@agora/database/transaction.ts'
import type { BusEvent, Handler } from '@agora/event-bus/handlers.ts'
import { windowed, type Window } from '@agora/event-bus/window.ts'

import type { PaymentEvent } from '../../../schema/events/payments.ts'

type Attempt = Extract<PaymentEvent, { readonly type: 'payment.declined' | 'payment.authorised' }>

const MINUTE_MS = 60_000
/** How time is cut. */
export const VELOCITY_WINDOW = { sizeMs: 5 * MINUTE_MS, latenessMs: 2 * MINUTE_MS } as const

// Rows are always met in one order, so that two partitions counting the same buyer and card do not wait for each other in a circle.
const COUNT = `
  INSERT INTO payment_velocity AS v (kind, subject, starts_at, failures, successes, late)
  SELECT kind, subject, $2, $3::int, $4::int, $5::int FROM json_to_recordset($1::json) AS s(kind text, subject text) ORDER BY kind, subject
  ON CONFLICT (kind, subject, starts_at) DO UPDATE
    SET failures = v.failures + excluded.failures, successes = v.successes + excluded.successes, late = v.late + excluded.late`

type Column = 'failures' | 'successes' | 'late'

async function count(
  client: Queryable,
  event: BusEvent<Attempt>,
  { start, column }: { readonly start: Date; readonly column: Column },
): Promise<void> {
  const { buyer, methodFingerprint: card } = event.data
  const subjects = [{ kind: 'BUYER', subject: buyer }, ...(card === null ? [] : [{ kind: 'CARD', subject: card }])]
  const figures = (['failures', 'successes', 'late'] as const).map((name) => (name === column ? 1 : 0))
  await client.query(COUNT, [JSON.stringify(subjects), start, ...figures])
}

/** Counts an attempt to pay in its window, by buyer and by card. What comes after its window had closed is counted apart. */
export const countAttempt: Handler<Attempt> = windowed<Attempt>({
  ...VELOCITY_WINDOW,
  add: (client, event, { start }: Window) => count(client, event, { start, column: event.type === 'payment.declined' ? 'failures' : 'successes' }),
  late: (client, event, { start }: Window) => count(client, event, { start, column: 'late' }),
})
