import type pg from 'pg'

import type { Tariffs } from './totals/tariffs.ts'

/** What pricing, taxing and bringing orders needs of the process. */
export interface Commerce {
  readonly pool: pg.Pool
  readonly clock: () => Date
  readonly tariffs: Tariffs
}
