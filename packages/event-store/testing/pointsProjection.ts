import { defineProjection, type Projection } from '../projection.ts'
import type { AccountEvent } from './accountEvents.ts'

/** The table of the projections below; a test's owner role makes it. */
export const POINTS_TABLE = `
  CREATE TABLE points (generation int, account text, points int NOT NULL, PRIMARY KEY (generation, account));
  CREATE TABLE ledger (generation int, id text, points int NOT NULL, PRIMARY KEY (generation, id))`

const ADD = `
  INSERT INTO points AS known VALUES ($1, $2, $3)
  ON CONFLICT (generation, account) DO UPDATE SET points = known.points + excluded.points`

/** What goes wrong, while it does. */
export interface Trouble {
  points?: number
}

/** The points of each account, event by event; `trouble` makes the handler throw at an amount. */
export const pointsProjection = (version = 1, trouble: Trouble = {}, factor = 1): Projection =>
  defineProjection<AccountEvent>({
    name: 'points',
    version,
    tables: ['points'],
    handles: {
      'account.credited': async (client, { stream, data }, generation) => {
        if (data.points === trouble.points) throw new Error('no such points')
        await client.query(ADD, [generation, stream, data.points * factor])
      },
    },
  })

const LIST = 'INSERT INTO ledger SELECT $1, n.id, n.points FROM unnest($2::text[], $3::int[]) AS n(id, points)'

/** Every credit, a batch at a time. */
export const ledgerProjection: Projection = defineProjection<AccountEvent>({
  name: 'ledger',
  version: 1,
  tables: ['ledger'],
  handles: {
    types: ['account.credited'],
    async apply(client, events, generation) {
      const points = events.map(({ data }) => ('points' in data ? data.points : 0))
      await client.query(LIST, [generation, events.map(({ id }) => id), points])
    },
  },
})
