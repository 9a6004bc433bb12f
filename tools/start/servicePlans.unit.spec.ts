import assert from 'node:assert/strict'
import { test } from 'node:test'

import { dataFolder } from './dataFolder.ts'
import { providerPlan, routerPlan, workerPlan, type StackFacts } from './servicePlans.ts'

const url = 'postgres://nobody@127.0.0.1:1/none'
const urls = { ownerUrl: url, appUrl: url }
const factsWith = (dev: boolean): StackFacts => ({
  folder: dataFolder('/data'),
  urls: { users: urls, products: urls, orders: urls, payments: urls, ai: urls, bus: urls },
  caFile: undefined,
  dev,
  issuer: 'http://localhost:4000',
  logLevel: 'info',
  kafkaBrokers: undefined,
})

test('what may be made to go wrong is named to who writes and who obeys it, and only where the development doors are open', () => {
  const filesOf = (dev: boolean): unknown[] => {
    const facts = factsWith(dev)
    const plans = [
      routerPlan(facts, { subgraphs: [], workers: [] }, { host: '127.0.0.1', port: 4000, operatorPort: 4001 }),
      providerPlan(facts, { secretKey: 'sk', webhookSecret: 'wh' }, { publicPort: 4000, port: 0 }),
      workerPlan('orders', facts),
    ]
    return plans.map(({ environment }) => environment['FAILURE_FLAGS_FILE'])
  }
  assert.deepEqual(filesOf(true), ['/data/flags.json', '/data/flags.json', '/data/flags.json'])
  assert.deepEqual(filesOf(false), [undefined, undefined, undefined])
})
