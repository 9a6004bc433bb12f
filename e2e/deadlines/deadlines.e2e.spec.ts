import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'

import pg from 'pg'

import { createLogger } from '@agora/logger/logger.ts'
import { openKeyFolder } from '@agora/security/keyFolder.ts'
import { anonymous } from '@agora/security/viewer.ts'
import { createGraphqlClient } from '@agora/testkit/graphqlClient.ts'
import { createSubgraphClient } from '@agora/testkit/subgraphClient.ts'

import { readInsides } from '../insides.ts'
import { graphqlUrl, operatorUrl } from '../stack.ts'

const { databases, subgraphs, edgeKeysDir } = readInsides()
const keys = openKeyFolder(`${edgeKeysDir}/router-products`, { logger: createLogger({ service: 'e2e', level: 'fatal' }) })
const products = createSubgraphClient({ url: subgraphs['products']?.replace(/\/graphql$/, '') ?? '', keys, audience: 'products' })
/** A page first, then what is on it, then what belongs to that: several statements one after the other. */
const LIST = '{ products(first: 3) { nodes { slug category { name } variants { sku } media { url } } } }'
const holder = new pg.Client({ connectionString: databases['products'] })

before(async () => {
  await holder.connect()
  assert.deepEqual((await createGraphqlClient(graphqlUrl).ask(LIST)).errors, [])
})
after(async () => {
  keys.close()
  await holder.end()
})

async function statements(): Promise<number> {
  const page = await (await fetch(`${operatorUrl}/metrics/products`)).text()
  return Number(/^sql_statements_total\{[^}]*\} (\d+)$/m.exec(page)?.[1])
}

/** Does work while nobody can read products, and counts the statements that the subgraph has begun, some time after they can be read again. */
async function whileProductsAreLocked(work: () => Promise<unknown>): Promise<number> {
  const before = await statements()
  await holder.query('BEGIN; LOCK TABLE product IN ACCESS EXCLUSIVE MODE')
  try {
    await work()
  } finally {
    await holder.query('ROLLBACK')
  }
  await wait(700)
  return (await statements()) - before
}

test('a subgraph keeps to the time that the router gives it: a query that is late is told so and begins no further statement', async () => {
  const begun = await whileProductsAreLocked(async () => {
    const startedAt = performance.now()
    const { status, errors } = await products.as(anonymous)(LIST, {}, { 'x-request-timeout-ms': '300' })
    assert.deepEqual([status, errors?.map(({ extensions }) => extensions?.['code'])], [503, ['SERVICE_UNAVAILABLE']])
    assert.ok(performance.now() - startedAt < 3000)
  })
  assert.equal(begun, 1)
  const all = await statements()
  assert.deepEqual((await products.as(anonymous)(LIST, {}, { 'x-request-timeout-ms': '10000' })).errors, undefined)
  assert.ok((await statements()) - all >= 3)
})

test('a client that leaves is followed through the router: the subgraph begins nothing more for it', async () => {
  const begun = await whileProductsAreLocked(async () => {
    const headers = { 'content-type': 'application/json' }
    const signal = AbortSignal.timeout(500)
    await assert.rejects(fetch(graphqlUrl, { method: 'POST', headers, body: JSON.stringify({ query: LIST }), signal }))
    // By way of the router it takes a moment until the subgraph hears of it.
    await wait(500)
  })
  assert.equal(begun, 1)
})
