import type { Queryable } from '@agora/database/transaction.ts'
import type { EventMetadata } from '@agora/event-store/event.ts'
import type { EventStore } from '@agora/event-store/eventStore.ts'
import type { StreamAppend } from '@agora/event-store/streamAppend.ts'

import { runInDatabase, type DatabaseStep } from './runInDatabase.ts'

/** What a publishing step needs. */
export interface PublishStep extends DatabaseStep {
  readonly store: Pick<EventStore, 'append'>
  /** Called after the commit, so that the relay looks at once. */
  readonly wake: () => void
}

/** Events, and what is written with them or not at all; before and after them, because rows are locked in one order everywhere. */
export interface Publication {
  readonly appends: readonly StreamAppend[]
  readonly metadata: EventMetadata
  readonly before?: ((client: Queryable) => Promise<void>) | undefined
  readonly after?: ((client: Queryable) => Promise<void>) | undefined
}

/**
 * Step type "event publish": events are published by being stored, so they and whatever stands beside them happen together, and no broker is
 * waited for. Throws VersionConflict when a stream has moved on: a repetition finds its own events there.
 */
export async function publishEvents({ store, wake, ...step }: PublishStep, { appends, metadata, before, after }: Publication): Promise<void> {
  await runInDatabase(step, async (client) => {
    await before?.(client)
    await store.append(client, appends, metadata)
    await after?.(client)
  })
  wake()
}
