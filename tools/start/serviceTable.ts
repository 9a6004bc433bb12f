import { mkdir } from 'node:fs/promises'

import { isTaken } from '../postgres/freePort.ts'
import { drawSecrets, type DataFolder } from './dataFolder.ts'
import {
  grpcPort,
  internalAddress,
  paymentsPlan,
  providerPlan,
  routerPlan,
  subgraphPlan,
  workerPlan,
  type ProviderSecrets,
  type RouterDoors,
  type StackFacts,
} from './servicePlans.ts'
import type { Entry } from './startInOrder.ts'

/** What the table's plans are made from. */
export interface TableFacts extends StackFacts {
  readonly doors: RouterDoors
}

/** The payment provider's port beside the public one: links that buyers were given go on working when the stack is started again. */
const PROVIDER_OFFSET = 96

const subgraphs = ['users', 'products', 'orders', 'payments', 'ai'] as const
const workers = ['users-worker', 'products-worker', 'orders-worker', 'payments-worker', 'ai-worker'] as const

/** Every process of the stack, each below what it waits for. A new one is a line here. */
export const serviceTable: readonly Entry<TableFacts>[] = [
  { name: 'users', after: [], plan: (facts) => subgraphPlan('users', facts, grpcPort(facts)) },
  { name: 'products', after: [], plan: (facts) => subgraphPlan('products', facts, grpcPort(facts)) },
  { name: 'ai', after: [], plan: (facts) => subgraphPlan('ai', facts) },
  {
    name: 'payment-provider',
    after: [],
    plan: async (facts) => providerPlan(facts, await providerSecrets(facts.folder), await providerPlace(facts)),
  },
  {
    name: 'payments',
    after: ['payment-provider'],
    plan: async (facts, running) => paymentsPlan(facts, await providerSecrets(facts.folder), running('payment-provider')),
  },
  {
    name: 'orders',
    after: ['users', 'products', 'payments'],
    plan: (facts, running) => subgraphPlan('orders', facts, internalAddress(['users', 'products', 'payments'].map(running))),
  },
  {
    name: 'users-worker',
    after: ['orders'],
    plan: (facts, running) => workerPlan('users', facts, { DEV: String(facts.dev), ...internalAddress([running('orders')]) }),
  },
  { name: 'products-worker', after: [], plan: (facts) => workerPlan('products', facts) },
  { name: 'payments-worker', after: [], plan: (facts) => workerPlan('payments', facts) },
  { name: 'ai-worker', after: [], plan: (facts) => workerPlan('ai', facts) },
  { name: 'orders-worker', after: [], plan: (facts) => workerPlan('orders', facts) },
  {
    name: 'router',
    after: [...subgraphs, ...workers],
    plan: (facts, running) => routerPlan(facts, { subgraphs: subgraphs.map(running), workers: workers.map(running) }, facts.doors),
  },
]

async function providerPlace({ folder, doors }: TableFacts): Promise<{ publicPort: number; port: number }> {
  await mkdir(folder.paymentProvider, { recursive: true, mode: 0o700 })
  const wanted = doors.port + PROVIDER_OFFSET
  return { publicPort: doors.port, port: (await isTaken(wanted)) ? 0 : wanted }
}

/** Drawn once a data folder. */
const providerSecrets = (folder: DataFolder): Promise<ProviderSecrets> => drawSecrets(folder.paymentProviderSecrets, ['secretKey', 'webhookSecret'])
