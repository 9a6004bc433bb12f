import { setTimeout as wait } from 'node:timers/promises'

import pg from 'pg'

import { createPool } from '@agora/database/pool.ts'
import { createEventStore } from '@agora/event-store/eventStore.ts'
import { newId } from '@agora/ids/typeId.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createMetrics } from '@agora/metrics/metrics.ts'
import { createCaller, type Caller } from '@agora/rpc/caller.ts'
import { deliverWebhook } from '@agora/rpc/methods/webhooks.ts'
import type { RunningSubgraph } from '@agora/subgraph-kit/startSubgraph.ts'
import { createTestDatabase } from '@agora/testkit/database.ts'
import { createSubgraphClient } from '@agora/testkit/subgraphClient.ts'
import { testKeys } from '@agora/testkit/testKeys.ts'

import { catalogue } from '../../../schema/events/catalogue.ts'
import type { PaymentEvent } from '../../../schema/events/payments.ts'
import { openStepPool } from '../openStepPool.ts'
import { createLocalProvider } from '../provider/local/localProvider.ts'
import type { PaymentProvider } from '../provider/provider.ts'
import { startPayments } from '../startPayments.ts'
import { createCheckout } from './checkout.ts'
import { SECRET_KEY, startProviderProcess, WEBHOOK_SECRET } from './providerProcess.ts'
import { openWebhookDoor } from './webhookDoor.ts'

/** What a test may choose. */
export interface StackOptions {
  /** Whether the provider's webhooks arrive. @default false */
  readonly webhooks?: boolean
  /** How old an unanswered payment is when the provider is asked again, in seconds; never, unless said. */
  readonly askAgainSeconds?: number
  /** Whether the daily comparison is due is looked at so often. @default never within a test */
  readonly reconcileEveryMs?: number
  /** How long the provider is waited for, in milliseconds. @default 2000 */
  readonly timeoutMs?: number
  /** Puts something between the subgraph and its provider. */
  readonly through?: (provider: PaymentProvider) => PaymentProvider
  readonly logger?: ReturnType<typeof createLogger>
}

const NEVER_SECONDS = 100_000
const silent = createLogger({ service: 'payments', level: 'silent' })
const store = createEventStore<PaymentEvent>({ catalogue })

/** The subgraph on a database of its own before a provider that is a process of its own. Stop it in `after`. */
export async function startPaymentsStack(options: StackOptions = {}) {
  const { webhooks = false, askAgainSeconds = NEVER_SECONDS, reconcileEveryMs, timeoutMs = 2000, logger = silent } = options
  const { through = (provider: PaymentProvider) => provider } = options
  const [database, keys] = await Promise.all([createTestDatabase('payments'), testKeys(['router-payments', 'orders-payments'])])
  const callers: Caller[] = []
  const door = await openWebhookDoor(() => callers[0])
  const provider = await startProviderProcess(webhooks ? door.url : undefined)
  const time = { skew: 0 }
  const sent: string[] = []
  const begin = () =>
    startPayments({
      environment: { GRAPHQL_PORT: 0, INTERNAL_PORT: 0, HOST: '127.0.0.1', EDGE_KEYS_DIR: keys.dir, BUILD_VERSION: 'test' },
      pool: createPool({ url: database.appUrl, name: 'payments', logger }),
      stepPool: openStepPool({ url: database.appUrl, logger, onStatement: (text) => sent.push(text) }),
      provider: through(createLocalProvider({ url: provider.url, secretKey: SECRET_KEY, webhookSecret: WEBHOOK_SECRET, timeoutMs })),
      clock: () => new Date(Date.now() + time.skew),
      logger,
      metrics: createMetrics('payments'),
      askAgainSeconds,
      ...(reconcileEveryMs === undefined ? {} : { reconcileEveryMs }),
    })
  const running = await begin()
  const others: RunningSubgraph[] = []
  const to = (caller: string, process = running): Caller => {
    const made = createCaller({
      baseUrl: `http://127.0.0.1:${process.internalPort}`,
      keys: keys.open(`${caller}-payments`),
      caller,
      audience: 'payments',
    })
    callers.push(made)
    return made
  }
  const router = to('router')
  const rows = new pg.Pool({ connectionString: database.ownerUrl, max: 3 })
  const client = createSubgraphClient({ url: `http://127.0.0.1:${running.graphqlPort}`, keys: keys.open('router-payments'), audience: 'payments' })
  return {
    as: client.as.bind(client),
    checkout: createCheckout(to('orders')),
    /** Starts another process on the same database, before the same provider, and answers the way to it. */
    async another() {
      const process = await begin()
      others.push(process)
      return createCheckout(to('orders', process))
    },
    /** What was sent by the pools of steps since the last time this was read. */
    statements: () => sent.splice(0),
    provider,
    rows,
    time,
    webhooks: door,
    newOrder: () => newId('Order'),
    /** Delivers a webhook as the router would. */
    async deliver(body: Buffer | string, signature?: string, name = 'local'): Promise<string> {
      const message = { provider: name, body: Buffer.from(body).toString('base64'), ...(signature === undefined ? {} : { signature }) }
      const answer = await router.call(deliverWebhook, message, { timeoutMs: 5000 })
      return answer.ok ? answer.value.outcome : answer.error.code
    },
    /** The types of a payment's events. */
    async events(orderId: string): Promise<string[]> {
      return (await store.read(rows, orderId.replace('ord_', 'pay_'))).map(({ type }) => type.slice('payment.'.length))
    },
    stream: (orderId: string) => store.read(rows, orderId.replace('ord_', 'pay_')),
    /** What each account of the books holds for an order, those at zero left out. */
    async balances(orderId: string): Promise<Record<string, string>> {
      const found = await rows.query<{ account: string; total: string }>(
        'SELECT account, sum(amount_minor) AS total FROM ledger_entries WHERE payment_id = $1 GROUP BY account HAVING sum(amount_minor) <> 0 ORDER BY account',
        [orderId.replace('ord_', 'pay_')],
      )
      return Object.fromEntries(found.rows.map(({ account, total }) => [account, total]))
    },
    async row(orderId: string): Promise<Record<string, unknown>> {
      return (await rows.query('SELECT * FROM payments WHERE id = $1', [orderId.replace('ord_', 'pay_')])).rows[0] ?? {}
    },
    async stop(): Promise<void> {
      await Promise.all(callers.map((caller) => caller.close()))
      await Promise.all([running, ...others].map((process) => process.stop()))
      await Promise.all([provider.stop(), door.stop(), rows.end()])
      await keys.drop()
      await database.drop()
    },
  }
}

/** What a test holds. */
export type PaymentsStack = Awaited<ReturnType<typeof startPaymentsStack>>

/** Waits until something holds; fails after twenty seconds. */
export async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = performance.now() + 20_000
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error('It did not come about within twenty seconds')
    await wait(20)
  }
}
