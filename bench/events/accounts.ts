import type { EventCatalogue, EventMetadata, NewEvent } from '@agora/event-store/event.ts'
import { defineProjection, type Projection } from '@agora/event-store/projection.ts'

/** An event of about the size of our own. */
export interface Credited extends NewEvent {
  readonly type: 'account.credited'
  readonly data: { readonly accountId: string; readonly amountMinor: string; readonly currency: string; readonly reason: string }
}

/** An event on an account. */
export const credited = (accountId: string): Credited => ({
  type: 'account.credited',
  data: { accountId, amountMinor: '1990', currency: 'EUR', reason: 'an ordinary purchase' },
})

/** Who asked, as on every event. */
export const metadata: EventMetadata = { correlationId: 'req_01kb3x5m8ke2rt4w6y8a1c3e5g', causationId: null, actor: 'usr_01kb3x5m8ke2rt4w6y8a1c3e5g' }

/** A catalogue that asks as little as ours: one check, one version. */
export const benchCatalogue: EventCatalogue = {
  versionOf: () => 1,
  check(type) {
    if (type !== 'account.credited') throw new TypeError(`${type} is no event of this bench`)
  },
  upcast: (_, __, data) => data,
  topicOf: () => 'orders',
}

/** The tables of the projections below. */
export const BENCH_TABLES = `
  CREATE TABLE bench_balances (generation int, account text, amount bigint NOT NULL, PRIMARY KEY (generation, account));
  CREATE TABLE bench_credits (generation int, account text, amount bigint NOT NULL, PRIMARY KEY (generation, account))`

const ONE = `
  INSERT INTO bench_credits AS known VALUES ($1, $2, $3)
  ON CONFLICT (generation, account) DO UPDATE SET amount = known.amount + excluded.amount`
const MANY = `
  INSERT INTO bench_balances AS known SELECT $1, n.account, sum(n.amount) FROM unnest($2::text[], $3::bigint[]) AS n(account, amount) GROUP BY n.account
  ON CONFLICT (generation, account) DO UPDATE SET amount = known.amount + excluded.amount`

/** A row a statement an event: as most projections are written. */
export const eventByEvent: Projection = defineProjection<Credited>({
  name: 'bench_credits',
  version: 1,
  tables: ['bench_credits'],
  handles: {
    'account.credited': async (client, { stream, data }, generation) => {
      await client.query({ name: 'bench_one', text: ONE, values: [generation, stream, data.amountMinor] })
    },
  },
})

/** A statement a batch: for one that must be fast. */
export const setWise: Projection = defineProjection<Credited>({
  name: 'bench_balances',
  version: 1,
  tables: ['bench_balances'],
  handles: {
    types: ['account.credited'],
    async apply(client, events, generation) {
      const values = [generation, events.map(({ stream }) => stream), events.map(({ data }) => data.amountMinor)]
      await client.query({ name: 'bench_many', text: MANY, values })
    },
  },
})
