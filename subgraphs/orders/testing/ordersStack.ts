import pg from 'pg'

import { createPool } from '@agora/database/pool.ts'
import { newId } from '@agora/ids/typeId.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createMetrics } from '@agora/metrics/metrics.ts'
import { createCaller } from '@agora/rpc/caller.ts'
import type { Principal } from '@agora/security/viewer.ts'
import { createTestDatabase } from '@agora/testkit/database.ts'
import { createSubgraphClient, type SubgraphClient } from '@agora/testkit/subgraphClient.ts'
import { testKeys, type TestKeys } from '@agora/testkit/testKeys.ts'
import { customer, guest } from '@agora/testkit/viewers.ts'

import { startOrders } from '../startOrders.ts'
import { startCatalogue, type ScriptedCatalogue } from './scriptedCatalogue.ts'
import { ISSUER, startUsers, type ScriptedUsers } from './scriptedUsers.ts'

/** The subgraph on a database of its own, between a scripted catalogue and scripted users, with a clock that the test sets. */
export interface OrdersStack {
  readonly as: SubgraphClient['as']
  readonly catalogue: ScriptedCatalogue
  readonly users: ScriptedUsers
  /** The time of day as the subgraph sees it. */
  readonly time: { now: Date }
  /** For looking at rows and for doing what no mutation does. */
  readonly rows: pg.Pool
  /** A guest whose session began at the stack's time. */
  newGuest(): Principal
  newCustomer(): Principal
  /** The statements sent since the last time this was read. */
  statements(): string[]
  /** A digest of all rows of all tables: the same text before and after means that nothing changed. */
  snapshot(): Promise<string>
  stop(): Promise<void>
}

const EDGES = ['router-orders', 'orders-products', 'orders-users'] as const
const logger = createLogger({ service: 'orders', level: 'silent' })
const SNAPSHOT = `
select md5(jsonb_build_object(
  'carts', (select jsonb_agg(to_jsonb(c) order by c.id) from carts c),
  'lines', (select jsonb_agg(to_jsonb(l) order by l.id) from cart_lines l),
  'taxes', (select jsonb_agg(to_jsonb(t) order by t.id) from tax_rates t),
  'methods', (select jsonb_agg(to_jsonb(m) order by m.id) from shipping_methods m),
  'rates', (select jsonb_agg(to_jsonb(r) order by r.method_id, r.currency) from shipping_rates r),
  'audit', (select jsonb_agg(to_jsonb(a) order by a.id) from audit a),
  'keys', (select jsonb_agg(to_jsonb(k) order by k.actor_sub, k.key) from idempotency_keys k))::text) as everything`

/** Starts all of it; stop it in `after`. */
export async function startOrdersStack(): Promise<OrdersStack> {
  const database = await createTestDatabase('orders')
  const keys = await testKeys(EDGES)
  const catalogue = await startCatalogue(keys.open('orders-products'), logger)
  const users = await startUsers(keys.open('orders-users'), logger)
  const time = { now: new Date('2026-11-23T12:00:00.000Z') }
  const sent: string[] = []
  const pool = createPool({ url: database.appUrl, name: 'orders', logger, onStatement: (text) => sent.push(text) })
  const running = await startOrders({ ...partsOf(keys, { catalogue, users }), pool, clock: () => time.now })
  const rows = new pg.Pool({ connectionString: database.ownerUrl, max: 3 })
  const client = createSubgraphClient({ url: `http://127.0.0.1:${running.graphqlPort}`, keys: keys.open('router-orders'), audience: 'orders' })
  return {
    as: client.as,
    catalogue,
    users,
    time,
    rows,
    newGuest: () => ({ ...guest(newId('Guest')), authTime: Math.floor(time.now.getTime() / 1000) }),
    newCustomer: () => customer(newId('User')),
    statements: () => sent.splice(0),
    snapshot: async () => (await rows.query<{ everything: string }>(SNAPSHOT)).rows[0]?.everything ?? '',
    async stop() {
      await running.stop()
      await Promise.all([catalogue.stop(), users.stop(), rows.end()])
      await keys.drop()
      await database.drop()
    },
  }
}

function partsOf(keys: TestKeys, others: { readonly catalogue: ScriptedCatalogue; readonly users: ScriptedUsers }) {
  const to = (audience: string, baseUrl: string) => createCaller({ baseUrl, keys: keys.open(`orders-${audience}`), caller: 'orders', audience })
  return {
    environment: { GRAPHQL_PORT: 0, INTERNAL_PORT: 0, HOST: '127.0.0.1', EDGE_KEYS_DIR: keys.dir, BUILD_VERSION: 'test', TOKEN_ISSUER: ISSUER },
    products: to('products', others.catalogue.url),
    users: to('users', others.users.url),
    logger,
    metrics: createMetrics('orders'),
  }
}
