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
