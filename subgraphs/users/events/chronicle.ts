import type { Queryable } from '@agora/database/transaction.ts'
import type { EventStore } from '@agora/event-store/eventStore.ts'
import type { StreamAppend } from '@agora/event-store/streamAppend.ts'

import type { UserEvent } from '../../../schema/events/users.ts'
import type { Cause } from '../cause.ts'

/** Writes down what happened to accounts and sessions, in the transaction in which it happens. */
export interface Chronicle {
  /** The rows of the accounts are locked by the caller; those of sessions by what ended them. */
  record(db: Queryable, cause: Cause, events: readonly UserEvent[]): Promise<void>
}

/** Makes it. */
export const createChronicle = (store: EventStore<UserEvent>): Chronicle => ({
  record: (db, { requestId, actor }, events) => store.append(db, events.map(appendOf), { correlationId: requestId, causationId: null, actor }),
})

/**
 * An account's stream begins with its registration, a session's with its end, which is all there is to it: a second one breaks the transaction
 * instead of being told twice. Accounts of the seed have no first event.
 */
function appendOf(event: UserEvent): StreamAppend<UserEvent> {
  if (event.type === 'session.revoked') return { stream: event.data.sessionId, expectedVersion: 0, events: [event] }
  return { stream: event.data.userId, expectedVersion: event.type === 'user.registered' ? 0 : 'any', events: [event] }
}
