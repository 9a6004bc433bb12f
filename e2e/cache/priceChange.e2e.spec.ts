import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'

import { createGraphqlClient } from '@agora/testkit/graphqlClient.ts'

import { startOwnStack, type OwnStack } from '../ownStack.ts'
import { aVariant } from '../people.ts'
import { asksAt, behindTheRouters, shownPrice } from './shop.ts'

let own: OwnStack
before(async () => void (own = await startOwnStack({ routerVariables: { CACHED_SUBGRAPHS: 'products' } })))
after(() => own.drop())

const LIST = '{ products(filter: { inStock: true }, sort: NAME, first: 50) { nodes { id variants { id price(currency: USD) { amountMinor } } } } }'

test('a price that changed is shown at once although prices are kept, also where nobody told the router but the event', async () => {
  const client = createGraphqlClient(`${own.stack.url}/graphql`)
  const id = await aVariant(0, client)
  const shown = (): Promise<string> => shownPrice(client, id)
  const listed = async (): Promise<string> => JSON.stringify(await client.data(LIST))
  await shown()
  await listed()
  const asked = await asksAt(own.stack.operatorUrl, 'miss')
  for (let time = 0; time < 5; time += 1) assert.equal(await shown(), await shown())
  assert.equal(await asksAt(own.stack.operatorUrl, 'miss'), asked, 'what is kept is not asked for again')

  const price = String(Number(await shown()) + 1234)
  const behind = behindTheRouters(own.stack)
  assert.deepEqual(await behind.setPrice(id, price), [])
  behind.close()

  const changedAt = performance.now()
  while ((await shown()) !== price && performance.now() - changedAt < 5000) await wait(10)
  assert.equal(await shown(), price)
  assert.ok(performance.now() - changedAt < 2000, `it took ${Math.round(performance.now() - changedAt)} ms; ages alone would take 60 s`)
  assert.ok((await listed()).includes(`"${price}"`), 'lists that hold it are asked for again, too')
})

test('a category that was renamed and an attribute that was labelled anew are shown at once, wherever they stand', async () => {
  const client = createGraphqlClient(`${own.stack.url}/graphql`)
  const behind = behindTheRouters(own.stack)
  const { categories } = await client.data<{ categories: { nodes: { id: string }[] } }>('{ categories(first: 1) { nodes { id } } }')
  const id = categories.nodes[0]?.id
  const asked = {
    tree: () => client.data('{ categories(first: 100) { nodes { id name } } }'),
    category: () => client.data('query ($id: ID!) { category(id: $id) { name } }', { id }),
    breadcrumbs: () => client.data('{ products(first: 100) { nodes { category { breadcrumbs { name } } } } }'),
    definitions: () => client.data('{ attributeDefinitions { key label } }'),
    facets: () => client.data('{ products(first: 1) { facets { attributes { key label } } } }'),
    attributes: () => client.data('{ products(first: 100) { nodes { attributes { key label } } } }'),
  }
  for (const ask of Object.values(asked)) await ask()

  const { data } = await behind.ask<{ category: { version: number } }>('query ($id: ID!) { category(id: $id) { version } }', { id })
  const rename = 'mutation ($input: UpdateCategoryInput!) { updateCategory(input: $input) { userErrors { code } } }'
  const renamed = await behind.ask(rename, { input: { id, expectedVersion: data?.category.version, name: 'Renamed quite lately' } })
  assert.deepEqual(renamed.data, { updateCategory: { userErrors: [] } })
  const { attributeDefinitions } = await client.data<{ attributeDefinitions: { key: string; kind: string }[] }>(
    '{ attributeDefinitions { key kind } }',
  )
  const label = 'mutation ($input: DefineAttributeInput!) { defineAttribute(input: $input) { userErrors { code } } }'
  for (const { key, kind } of attributeDefinitions) {
    const labelled = await behind.ask(label, { input: { key, kind, label: 'Labelled quite lately' } })
    assert.deepEqual(labelled.data, { defineAttribute: { userErrors: [] } })
  }
  behind.close()

  const changedAt = performance.now()
  for (const [name, ask] of Object.entries(asked)) {
    const shows = async (): Promise<boolean> => JSON.stringify(await ask()).includes('quite lately')
    while (!(await shows()) && performance.now() - changedAt < 5000) await wait(10)
    assert.ok(performance.now() - changedAt < 2500, `${name}: ages alone would take 30 s and more`)
  }
})
