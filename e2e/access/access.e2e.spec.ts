import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'

import { createLogger } from '@agora/logger/logger.ts'
import { openKeyFolder, type KeyFolder } from '@agora/security/keyFolder.ts'
import type { Viewer } from '@agora/security/viewer.ts'
import { anonymous } from '@agora/security/viewer.ts'
import { createGraphqlClient } from '@agora/testkit/graphqlClient.ts'
import { createSubgraphClient, type SubgraphAnswer } from '@agora/testkit/subgraphClient.ts'
import { guest, userWith } from '@agora/testkit/viewers.ts'

import { readInsides } from '../insides.ts'
import { aVariant } from '../people.ts'
import { graphqlUrl } from '../stack.ts'
import { operationFor, owners, rootFields, type RootField, type Samples } from './rootFields.ts'
import { watchStillness, type Stillness } from './stillness.ts'
import { subgraphCalls } from './subgraphCalls.ts'
import { callers, mutations, queries, type Caller } from './table.ts'
import { temptations } from './temptations.ts'
import { newVisitors, signToken, type Visitor } from './visitors.ts'

const insides = readInsides()
const anybody = createGraphqlClient(graphqlUrl)
const allowed = ({ kind, name }: RootField): readonly Caller[] => (kind === 'query' ? queries : mutations)[name] ?? []
const denied = (field: RootField): readonly Caller[] => callers.filter((caller) => !allowed(field).includes(caller))
const codes = ({ errors }: { readonly errors: NonNullable<SubgraphAnswer<unknown>['errors']> }): unknown[] =>
  errors.map(({ extensions, path }) => [extensions?.['code'], path?.[0]])

/** The viewer that the router would describe to a subgraph. */
function viewerOf(caller: Caller): Viewer {
  if (caller === 'ANONYMOUS') return anonymous
  return caller === 'GUEST' ? guest() : userWith([caller], 'usr_01h455vb4pex5vsknk084sn02z')
}

interface Things {
  readonly me: { readonly id: string }
  readonly variant: {
    readonly id: string
    readonly product: {
      readonly id: string
      readonly category: { readonly id: string; readonly slug: string }
      readonly media: readonly { readonly id: string }[]
    }
    readonly stock: readonly { readonly onHand: number; readonly location: { readonly id: string } }[]
  }
}
const THINGS = `query ($id: ID!) { me { id } variant(id: $id) {
  id product { id category { id slug } media { id } } stock { onHand location { id } } } }`

/** Things of the shop that a denied mutation could lay hands on. */
async function realThings(token: string | undefined): Promise<Samples> {
  const { me, variant } = await anybody.as(token).data<Things>(THINGS, { id: await aVariant() })
  const { id: Product, category, media } = variant.product
  const [stock, picture] = [variant.stock[0], media[0]]
  assert.ok(stock !== undefined && picture !== undefined, 'The variant lies somewhere and its product has a picture')
  const ids = { User: me.id, Product, Variant: variant.id, Category: category.id, Location: stock.location.id, Media: picture.id }
  return temptations({ ids, categorySlug: category.slug, onHand: stock.onHand })
}

let visitors: ReadonlyMap<Caller, Visitor>
let stillness: Stillness
let tempting: Samples
const keys = new Map<string, KeyFolder>()

const tokenOf = (caller: Caller): string | undefined => visitors.get(caller)?.accessToken

before(async () => {
  visitors = await newVisitors(insides.signingKeysDir)
  tempting = await realThings(tokenOf('MERCHANDISER'))
  const logger = createLogger({ service: 'e2e', level: 'fatal' })
  for (const subgraph of Object.keys(insides.subgraphs)) keys.set(subgraph, openKeyFolder(`${insides.edgeKeysDir}/router-${subgraph}`, { logger }))
  stillness = await watchStillness(insides.databases)
})
after(async () => {
  for (const folder of keys.values()) folder.close()
  await stillness?.close()
})

describe('through the router', () => {
  for (const field of rootFields) {
    test(`${field.kind} ${field.name} is denied to ${denied(field).join(', ') || 'nobody'}, no subgraph hears of it, and nothing changes`, async () => {
      const calls = await subgraphCalls()
      for (const caller of denied(field)) {
        const answer = await anybody.as(tokenOf(caller)).ask(operationFor(field, tempting))
        assert.deepEqual(codes(answer), [['UNAUTHORIZED_FIELD_OR_TYPE', field.name]], `${caller}: ${JSON.stringify(answer)}`)
        assert.ok(answer.data === null || answer.data[field.name] === null, caller)
        assert.equal(await subgraphCalls(), calls, caller)
        await stillness.assertStill(`${field.name} as ${caller}`)
      }
    })
    test(`${field.kind} ${field.name} is denied to an expired token and to one for somebody else, and nothing changes`, async () => {
      const like = tokenOf('ADMIN') ?? ''
      const common = { like, keysDir: insides.signingKeysDir, roles: ['ADMIN'] as const }
      for (const token of [await signToken({ ...common, expiresIn: -120 }), await signToken({ ...common, audience: 'elsewhere' })]) {
        const answer = await anybody.as(token).ask(operationFor(field, tempting))
        assert.deepEqual([answer.status, answer.data, answer.errors.map(({ extensions }) => extensions?.code)], [401, null, ['UNAUTHENTICATED']])
        await stillness.assertStill(`${field.name} with a bad token`)
      }
    })
  }
})

test('what is denied is left out and the rest is asked for and answered', async () => {
  const calls = await subgraphCalls()
  const query = '{ attributeDefinitions { __typename } paymentReconciliation { checked: __typename } user(id: "usr_1") { email } }'
  const { data, errors } = await anybody.as(tokenOf('CUSTOMER')).ask(query)
  assert.deepEqual([data?.['paymentReconciliation'], data?.['user'], Array.isArray(data?.['attributeDefinitions'])], [null, null, true])
  assert.deepEqual(codes({ errors }), [
    ['UNAUTHORIZED_FIELD_OR_TYPE', 'paymentReconciliation'],
    ['UNAUTHORIZED_FIELD_OR_TYPE', 'user'],
  ])
  assert.equal((await subgraphCalls()) - calls, 1)
})

describe('at the subgraph, as if the router had let everything through', () => {
  for (const field of rootFields) {
    const subgraph = owners.get(field.name)?.subgraph ?? ''
    const url = insides.subgraphs[subgraph]?.replace(/\/graphql$/, '')
    // `node` and `nodes` live in the router itself: there is no process behind it to ask.
    if (url === undefined) continue
    test(`${field.kind} ${field.name} is denied to ${[...denied(field), 'whoever has no identity'].join(', ')}, and nothing changes`, async () => {
      const folder = keys.get(subgraph)
      assert.ok(folder)
      const client = createSubgraphClient({ url, keys: folder, audience: subgraph })
      for (const caller of denied(field)) {
        const answer = await client.as(viewerOf(caller))(operationFor(field, tempting))
        assert.deepEqual(codes({ errors: answer.errors ?? [] }), [['FORBIDDEN', field.name]], caller)
        assert.equal(answer.data?.[field.name] ?? null, null, caller)
        await stillness.assertStill(`${field.name} at ${subgraph} as ${caller}`)
      }
      const { status } = await createGraphqlClient(`${url}/graphql`).ask(operationFor(field, tempting))
      assert.equal(status, 401)
      await stillness.assertStill(`${field.name} at ${subgraph} without an identity`)
    })
  }
  test('after all denials every row of every table is as it was', () => stillness.assertSameRows('Something denied'))
})

describe('whoever may ask is answered', () => {
  // These end the session that asks, so each caller brings another one.
  const ending = new Set(['signOut', 'signOutEverywhere', 'deactivateAccount', 'endSession', 'changePassword'])
  for (const field of rootFields.toSorted((one, other) => Number(ending.has(one.name)) - Number(ending.has(other.name)))) {
    test(`${field.kind} ${field.name} is answered for ${allowed(field).join(', ')}`, async () => {
      for (const caller of allowed(field)) {
        const token = ending.has(field.name) ? await visitors.get(caller)?.anotherToken() : tokenOf(caller)
        const answer = await anybody.as(token).ask(operationFor(field))
        const refused = answer.errors.filter(({ extensions }) => extensions?.code !== 'BAD_USER_INPUT')
        assert.deepEqual([answer.status, refused], [200, []], caller)
      }
    })
  }
})
