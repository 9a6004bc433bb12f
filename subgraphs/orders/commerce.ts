import type pg from 'pg'

import type { EventStore } from '@agora/event-store/eventStore.ts'

import type { Tariffs } from './totals/tariffs.ts'

/** What pricing, taxing and bringing orders, and looking after what follows from them, needs of the process. */
export interface Commerce {
  readonly pool: pg.Pool
  readonly store: EventStore
  /** Called after a commit that appended events. */
  readonly wake: () => void
  readonly clock: () => Date
  readonly tariffs: Tariffs
}
