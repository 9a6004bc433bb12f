import pg from 'pg'

import { createPool } from '@agora/database/pool.ts'
import { newId } from '@agora/ids/typeId.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createMetrics } from '@agora/metrics/metrics.ts'
import { createCaller } from '@agora/rpc/caller.ts'
import { internalServer, type InternalServer } from '@agora/rpc/internalServer.ts'
import type { KeyFolder } from '@agora/security/keyFolder.ts'
import type { Principal } from '@agora/security/viewer.ts'
import { createTestDatabase, type TestDatabase } from '@agora/testkit/database.ts'
import { createSubgraphClient, type SubgraphClient } from '@agora/testkit/subgraphClient.ts'
import { testKeys, type TestKeys } from '@agora/testkit/testKeys.ts'
import { customer, guest } from '@agora/testkit/viewers.ts'

import { openCheckoutPool } from '../checkout/openCheckoutPool.ts'
import type { CheckoutSettings } from '../checkout/startCheckout.ts'
import { createViewTokens, LINK_KEYS, type ViewTokens } from '../order/viewToken.ts'
import { startOrders } from '../startOrders.ts'
import { startCatalogue, type ScriptedCatalogue } from './scriptedCatalogue.ts'
import { scriptParticipants, type ScriptedParticipants } from './scriptedParticipants.ts'
import { ISSUER, startUsers, type ScriptedUsers } from './scriptedUsers.ts'

/** The subgraph on a database of its own, between a scripted catalogue and scripted users, with a clock that the test sets. */
export interface OrdersStack {
  readonly as: SubgraphClient['as']
  readonly catalogue: ScriptedCatalogue
  readonly users: ScriptedUsers
  readonly participants: ScriptedParticipants
  /** Makes links as a mail has them. */
  readonly viewTokens: ViewTokens
  /** Where everything is, for further processes beside this one. */
  readonly place: StackPlace
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

/** Where the parts of a stack are. */
export interface StackPlace {
  readonly graphqlPort: number
  readonly internalPort: number
  readonly database: TestDatabase
  readonly keys: TestKeys
  readonly urls: { readonly catalogue: string; readonly payments: string; readonly users: string }
}

const EDGES = ['router-orders', 'orders-products', 'orders-users', 'orders-payments', 'users-orders', LINK_KEYS] as const
/** What a process does by itself, whoever asks for what. */
const BACKGROUND = /^(?![\s\S]*INSERT INTO events)[\s\S]*(?:checkout_(?:processes|runners)|pg_try_advisory_lock|pg_notify)/
const logger = createLogger({ service: 'orders', level: 'silent' })
const SNAPSHOT = `
select md5(jsonb_build_object(
  'carts', (select jsonb_agg(to_jsonb(c) order by c.id) from carts c),
  'lines', (select jsonb_agg(to_jsonb(l) order by l.id) from cart_lines l),
  'taxes', (select jsonb_agg(to_jsonb(t) order by t.id) from tax_rates t),
  'methods', (select jsonb_agg(to_jsonb(m) order by m.id) from shipping_methods m),
  'rates', (select jsonb_agg(to_jsonb(r) order by r.method_id, r.currency) from shipping_rates r),
  'audit', (select jsonb_agg(to_jsonb(a) order by a.id) from audit a),
  'checkouts', (select jsonb_agg(to_jsonb(c) order by c.order_id) from checkouts c),
  'contacts', (select jsonb_agg(to_jsonb(c) order by c.id) from order_contacts c),
  'notes', (select jsonb_agg(to_jsonb(n) order by n.id) from order_notes n),
  'events', (select jsonb_agg(jsonb_build_array(e.stream, e.version, e.type) order by e.stream, e.version) from events e where e.stream like 'ord_%'),
  'keys', (select jsonb_agg(to_jsonb(k) order by k.actor_sub, k.key) from idempotency_keys k))::text) as everything`

/** Starts all of it; stop it in `after`. */
export async function startOrdersStack(checkout: CheckoutSettings = {}): Promise<OrdersStack> {
  const database = await createTestDatabase('orders')
  const keys = await testKeys(EDGES)
  const participants = scriptParticipants()
  const catalogue = await startCatalogue(keys.open('orders-products'), logger, participants.inventory)
  const payments = await startPayments(keys.open('orders-payments'), participants)
  const users = await startUsers(keys.open('orders-users'), logger)
  const time = { now: new Date('2026-11-23T12:00:00.000Z') }
  const sent: string[] = []
  const watched = { url: database.appUrl, logger, onStatement: (text: string) => void (BACKGROUND.test(text) || sent.push(text)) }
  const pool = createPool({ ...watched, name: 'orders' })
  const checkoutPool = openCheckoutPool(watched)
  const running = await startOrders({ ...partsOf(keys, { catalogue, users, payments }), pool, checkoutPool, clock: () => time.now, checkout })
  const rows = new pg.Pool({ connectionString: database.ownerUrl, max: 3 })
  const client = createSubgraphClient({ url: `http://127.0.0.1:${running.graphqlPort}`, keys: keys.open('router-orders'), audience: 'orders' })
  return {
    as: client.as,
    catalogue,
    users,
    participants,
    viewTokens: createViewTokens(keys.open(LINK_KEYS), () => time.now),
    place: {
      graphqlPort: running.graphqlPort,
      internalPort: running.internalPort,
      database,
      keys,
      urls: { catalogue: catalogue.url, payments: payments.url, users: users.url },
    },
    time,
    rows,
    newGuest: () => ({ ...guest(newId('Guest')), authTime: Math.floor(time.now.getTime() / 1000) }),
    newCustomer: () => customer(newId('User')),
    statements: () => sent.splice(0),
    snapshot: async () => (await rows.query<{ everything: string }>(SNAPSHOT)).rows[0]?.everything ?? '',
    async stop() {
      await running.stop()
      await Promise.all([catalogue.stop(), users.stop(), payments.stop(0), rows.end()])
      await keys.drop()
      await database.drop()
    },
  }
}

function startPayments(edge: KeyFolder, { payments }: ScriptedParticipants): Promise<InternalServer> {
  return internalServer({ name: 'payments', port: 0, routes: payments, gets: [], keysByCaller: { orders: edge }, logger })
}

interface Others {
  readonly catalogue: ScriptedCatalogue
  readonly users: ScriptedUsers
  readonly payments: InternalServer
}

function partsOf(keys: TestKeys, others: Others) {
  const to = (audience: string, baseUrl: string) => createCaller({ baseUrl, keys: keys.open(`orders-${audience}`), caller: 'orders', audience })
  return {
    environment: { GRAPHQL_PORT: 0, INTERNAL_PORT: 0, HOST: '127.0.0.1', EDGE_KEYS_DIR: keys.dir, BUILD_VERSION: 'test', TOKEN_ISSUER: ISSUER },
    products: to('products', others.catalogue.url),
    users: to('users', others.users.url),
    payments: to('payments', others.payments.url),
    logger,
    metrics: createMetrics('orders'),
  }
}
