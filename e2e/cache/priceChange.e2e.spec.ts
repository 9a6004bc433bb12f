import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'

import { createLogger } from '@agora/logger/logger.ts'
import { openKeyFolder } from '@agora/security/keyFolder.ts'
import { createGraphqlClient } from '@agora/testkit/graphqlClient.ts'
import { createSubgraphClient } from '@agora/testkit/subgraphClient.ts'
import { admin } from '@agora/testkit/viewers.ts'

import { startOwnStack, type OwnStack } from '../ownStack.ts'
import { aVariant } from '../people.ts'

let own: OwnStack
before(async () => void (own = await startOwnStack({ routerVariables: { CACHED_SUBGRAPHS: 'products' } })))
after(() => own.drop())

const PRICE = 'query ($id: ID!) { variant(id: $id) { price(currency: USD) { amountMinor } } }'
const LIST = '{ products(filter: { inStock: true }, sort: NAME, first: 50) { nodes { id variants { id price(currency: USD) { amountMinor } } } } }'
const SET = 'mutation ($input: SetVariantPricesInput!) { setVariantPrices(input: $input) { userErrors { code } } }'

interface Shown {
  readonly variant: { readonly price: { readonly amountMinor: string } }
}

/** How often the router asked the catalogue because nothing was kept. */
async function misses(): Promise<number> {
  const page = await (await fetch(`${own.stack.operatorUrl}/metrics`)).text()
  return Number(/router_cache_asks_total\{kind="root",outcome="miss"[^}]*\} (\d+)/.exec(page)?.[1] ?? 0)
}

test('a price that changed is shown at once although prices are kept, also where nobody told the router but the event', async () => {
  const client = createGraphqlClient(`${own.stack.url}/graphql`)
  const id = await aVariant(0, client)
  const shown = async (): Promise<string> => (await client.data<Shown>(PRICE, { id })).variant.price.amountMinor
  const listed = async (): Promise<string> => JSON.stringify(await client.data(LIST))
  await shown()
  await listed()
  const asked = await misses()
  for (let time = 0; time < 5; time += 1) assert.equal(await shown(), await shown())
  assert.equal(await misses(), asked, 'what is kept is not asked for again')

  const keys = openKeyFolder(join(own.stack.folder.edgeKeys, 'router-products'), { logger: createLogger({ service: 'e2e', level: 'silent' }) })
  const url = (own.stack.subgraphUrls['products'] ?? '').replace(/\/graphql$/, '')
  const behind = createSubgraphClient({ url, keys, audience: 'products' }).as(admin())
  const version = (await behind<{ variant: { version: number } }>('query ($id: ID!) { variant(id: $id) { version } }', { id })).data?.variant.version
  const price = String(Number(await shown()) + 1234)
  const input = { variantId: id, expectedVersion: version, prices: [{ currencyCode: 'USD', amountMinor: price }] }
  assert.deepEqual((await behind(SET, { input })).data, { setVariantPrices: { userErrors: [] } })
  keys.close()

  const changedAt = performance.now()
  while ((await shown()) !== price && performance.now() - changedAt < 5000) await wait(10)
  assert.equal(await shown(), price)
  assert.ok(performance.now() - changedAt < 2000, `it took ${Math.round(performance.now() - changedAt)} ms; ages alone would take 60 s`)
  assert.ok((await listed()).includes(`"${price}"`), 'lists that hold it are asked for again, too')
})
