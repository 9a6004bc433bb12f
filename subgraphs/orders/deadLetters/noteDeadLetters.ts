import type { Queryable } from '@agora/database/transaction.ts'
import type { StoredEvent } from '@agora/event-store/event.ts'

import type { DeadLetterEvent } from '../../../schema/events/deadLetters.ts'

/** One type of what is heard of dead letters. */
type Heard<Type extends DeadLetterEvent['type']> = StoredEvent<Extract<DeadLetterEvent, { readonly type: Type }>>

// A letter's own events come in their order, so a later parking is what became of a redrive.
const PARKED = `
insert into dead_letters as d (id, consumer, topic, event_id, event_type, message, error, attempts, status, parkings, parked_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, 'PARKED', 1, $9, $9)
on conflict (id) do update
   set error = excluded.error, attempts = excluded.attempts, status = 'PARKED', parkings = d.parkings + 1, updated_at = excluded.updated_at`

/** Notes that a message was parked, or parked again. */
export async function noteParked(client: Queryable, { data, occurredAt }: Heard<'deadLetter.parked'>): Promise<void> {
  const { deadLetterId, consumer, topic, eventId, eventType, message, error, attempts } = data
  const values = [deadLetterId, consumer, topic, eventId, eventType, message, error, attempts, occurredAt]
  await client.query({ name: 'deadLetterParked', text: PARKED, values })
}

const RESOLVED = `update dead_letters set status = 'RESOLVED', updated_at = $2 where id = $1`

/** Notes that a message was handled after all. */
export async function noteResolved(client: Queryable, { data, occurredAt }: Heard<'deadLetter.resolved'>): Promise<void> {
  await client.query({ name: 'deadLetterResolved', text: RESOLVED, values: [data.deadLetterId, occurredAt] })
}
