import { DBOS } from '@dbos-inc/dbos-sdk'
import pg from 'pg'

import type { RpcMethod } from '@agora/rpc/defineMethod.ts'
import { commit, release, reserve } from '@agora/rpc/methods/inventory.ts'
import { authorise, capture } from '@agora/rpc/methods/payments.ts'

import { callerTo } from './callers.ts'
import { serveCheckouts, type Asked } from './seam.ts'
import { setting } from './settings.ts'

// The same checkout as a workflow of DBOS, as lean as it can be: its input is the order, five steps, the last two side by side, no prices asked for.
const url = setting('ENGINE_URL')
const pool = new pg.Pool({ connectionString: url, max: 20 })
const [products, payments] = [callerTo('products'), callerTo('payments')]

const call = async <Request, Answer>(to: typeof products, method: RpcMethod<Request, Answer>, request: Request): Promise<Answer> => {
  const answer = await to.call(method, request, { timeoutMs: 5000, requestId: undefined })
  if (!answer.ok) throw new Error(answer.error.message)
  return answer.value
}
const keyed = (orderId: string, step: string): { key: string; orderId: string } => ({ key: `${orderId}:${step}`, orderId })
const expiresAt = new Date(Date.now() + 3_600_000).toISOString()

async function checkout({ orderId, buyer, lines, amountMinor }: Asked): Promise<string> {
  const held = await DBOS.runStep(() => call(products, reserve, { ...keyed(orderId, 'reserve'), lines: [...lines], expiresAt }), { name: 'reserve' })
  if (!held.ok) return 'CANCELLED'
  const money = { buyer, amountMinor, currency: 'EUR', paymentMethod: 'pm_card' }
  const paid = await DBOS.runStep(() => call(payments, authorise, { ...keyed(orderId, 'authorise'), ...money }), { name: 'authorise' })
  if (paid.state !== 'AUTHORISED') {
    await DBOS.runStep(() => call(products, release, keyed(orderId, 'release')), { name: 'release' })
    return 'CANCELLED'
  }
  await DBOS.runStep(() => confirm(orderId, { buyer, lines, amountMinor }), { name: 'confirm' })
  await Promise.all([
    DBOS.runStep(() => call(payments, capture, keyed(orderId, 'capture')), { name: 'capture' }),
    DBOS.runStep(() => call(products, commit, keyed(orderId, 'commit')), { name: 'commit' }),
  ])
  return 'COMPLETED'
}

async function confirm(orderId: string, order: object): Promise<void> {
  const text = 'INSERT INTO shop_orders (id, data) VALUES ($1, $2) ON CONFLICT DO NOTHING'
  await pool.query({ name: 'confirm', text, values: [orderId, JSON.stringify(order)] })
}

const workflow = DBOS.registerWorkflow(checkout, { name: 'checkout' })
await pool.query('CREATE TABLE IF NOT EXISTS shop_orders (id text PRIMARY KEY, data jsonb NOT NULL)')
DBOS.setConfig({ name: 'orders', systemDatabaseUrl: url, executorID: 'bench', applicationVersion: '1', logLevel: 'warn', systemDatabasePoolSize: 20 })
await DBOS.launch()
serveCheckouts(async (asked) => ({ phase: await DBOS.withNextWorkflowID(asked.orderId, () => workflow(asked)) }))
