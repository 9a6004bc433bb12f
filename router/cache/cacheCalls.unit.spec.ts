import assert from 'node:assert/strict'
import { test } from 'node:test'

import { parse } from 'graphql'

import { createLogger } from '@agora/logger/logger.ts'

import type { SubgraphCall } from '../execution/callSubgraph.ts'
import { planFacts } from '../execution/plan/planFacts.ts'
import type { SendCall } from '../extensions/extension.ts'
import type { TokenHolder } from '../identity/routerViewer.ts'
import { readCacheHints } from '../sharing/cacheHints.ts'
import { createViewerKeys } from '../sharing/viewerKeys.ts'
import { systemContext } from '../telemetry/systemContext.ts'
import { cacheCalls } from './cacheCalls.ts'
import { createMemoryStore } from './memoryStore.ts'
import { anyChanged, changed } from './tags.ts'

const document = parse(`type Query { me: User @cacheControl(maxAge: 60) }
  type User { name: String }
  type Thing @cacheControl(maxAge: 60, scope: PUBLIC) { id: ID! name: String mine: Boolean @cacheControl(maxAge: 60, scope: PRIVATE) part: Thing }`)
const ada: TokenHolder = { kind: 'user', sub: 'ada', sid: null, roles: [], scopes: [], amr: [], acr: '', authTime: 0 }
const bob: TokenHolder = { ...ada, sub: 'bob' }
const context = systemContext(createLogger({ service: 'test', level: 'silent' }), 60_000)

function setUp({ headers = {}, isOn = () => true }: { readonly headers?: Readonly<Record<string, string>>; readonly isOn?: () => boolean } = {}) {
  const store = createMemoryStore({ maxBytes: 1_000_000 })
  const sent: { readonly ids: readonly string[]; readonly viewer: string }[] = []
  const next: SendCall = async ({ body, operation }, { viewer }) => {
    const { variables = {} } = JSON.parse(body) as { readonly variables?: { readonly representations?: readonly { readonly id: string }[] } }
    const ids = (variables.representations ?? []).map(({ id }) => id)
    sent.push({ ids, viewer: viewer.kind === 'anonymous' ? 'nobody' : viewer.sub })
    const errors = ids.flatMap((id, place) => (id === 'bad' ? [{ message: 'no', path: ['_entities', place, 'name'] }] : []))
    const data = operation === 'mutation' ? {} : { _entities: ids.map((id) => (id === 'none' ? null : { name: `name of ${id}` })) }
    return { status: 200, headers, text: JSON.stringify({ ...(errors.length === 0 ? {} : { errors }), data }) }
  }
  const keys = createViewerKeys()
  const hints = readCacheHints(document)
  const send = cacheCalls(next, 'shop', {
    store,
    isOn,
    hints,
    typesOf: planFacts(document).typesOf,
    keys,
    maxAgeSeconds: 3600,
    asked: () => undefined,
  })
  const call = (ids: readonly string[], selection = 'name'): SubgraphCall => {
    const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Thing { ${selection} } } }`
    const representations = ids.map((id) => ({ __typename: 'Thing', id }))
    return { subgraph: 'shop', operation: 'query', operationName: undefined, query, body: JSON.stringify({ query, variables: { representations } }) }
  }
  const ask = async (ids: readonly string[], { selection = 'name', viewer = ada } = {}): Promise<unknown> =>
    JSON.parse((await send(call(ids, selection), { ...context, viewer })).text)
  return { store, sent, ask, send, call, idsSent: () => sent.splice(0).map(({ ids }) => ids.join(' ')) }
}

const named = (...ids: readonly string[]) => ({ data: { _entities: ids.map((id) => ({ name: `name of ${id}` })) } })

test('asks only for the entities that are not kept, and answers all in their places', async () => {
  const { ask, idsSent } = setUp()
  assert.deepEqual(await ask(['a', 'b']), named('a', 'b'))
  assert.deepEqual(await ask(['c', 'b', 'd', 'a']), named('c', 'b', 'd', 'a'))
  assert.deepEqual(await ask(['d', 'd', 'a']), named('d', 'd', 'a'))
  assert.deepEqual(idsSent(), ['a b', 'c d'])
})

test('keeps by what is asked of an entity', async () => {
  const { ask, idsSent } = setUp()
  await ask(['a'])
  await ask(['a'], { selection: 'id name' })
  assert.deepEqual(idsSent(), ['a', 'a'])
})

test('keeps what is public for all with equal permissions, in the name of nobody, and the rest for each', async () => {
  const { ask, sent } = setUp()
  await ask(['a'])
  await ask(['a'], { viewer: bob })
  await ask(['a'], { viewer: { ...bob, scopes: ['x'] } })
  await ask(['a'], { selection: 'mine' })
  await ask(['a'], { selection: 'mine', viewer: bob })
  await ask(['a'], { selection: 'mine', viewer: bob })
  assert.deepEqual(
    sent.map(({ viewer }) => viewer),
    ['nobody', 'nobody', 'ada', 'bob'],
  )
})

test('keeps nothing that came with an error, and tells errors at the places that the whole list has', async () => {
  const { ask, idsSent } = setUp()
  await ask(['a'])
  const expected = { ...named('a', 'b', 'bad'), errors: [{ message: 'no', path: ['_entities', 2, 'name'] }] }
  for (let time = 0; time < 2; time += 1) assert.deepEqual(await ask(['a', 'b', 'bad']), { errors: expected.errors, data: expected.data })
  assert.deepEqual(idsSent(), ['a', 'b bad', 'b bad'])
})

test('does not keep that something is not there', async () => {
  const { ask, idsSent } = setUp()
  for (let time = 0; time < 2; time += 1) assert.deepEqual(await ask(['none']), { data: { _entities: [null] } })
  assert.deepEqual(idsSent(), ['none', 'none'])
})

test("keeps nothing that a subgraph's header says to keep for nobody, or for one alone where it would be for all", async () => {
  for (const said of ['no-store', 'max-age=0', 'private']) {
    const { ask, idsSent } = setUp({ headers: { 'cache-control': said } })
    await ask(['a'])
    await ask(['a'])
    assert.deepEqual(idsSent(), ['a', 'a'], said)
  }
})

test('forgets one entity when it has changed, and whatever may hold it', async () => {
  const { ask, store, idsSent } = setUp()
  await ask(['a', 'b'])
  await ask(['c'], { selection: 'part { name }' })
  void store.invalidate(changed('Thing', 'a'))
  await ask(['a', 'b'])
  await ask(['c'], { selection: 'part { name }' })
  assert.deepEqual(idsSent(), ['a b', 'c', 'a', 'c'])
})

test('forgets all entities of a type, and whatever may hold one', async () => {
  const { ask, store, idsSent } = setUp()
  await ask(['a', 'b'])
  void store.invalidate(anyChanged('User'))
  await ask(['a', 'b'])
  void store.invalidate(anyChanged('Thing'))
  await ask(['a', 'b'])
  assert.deepEqual(idsSent(), ['a b', 'a b'])
})

test('forgets everything of a subgraph after a change there', async () => {
  const { ask, send, call, idsSent } = setUp()
  await ask(['a'])
  await send({ ...call([]), operation: 'mutation' }, context)
  await ask(['a'])
  assert.deepEqual(idsSent(), ['a', '', 'a'])
})

test('neither keeps nor answers from what is kept while changes are not heard of', async () => {
  let isOn = false
  const { ask, idsSent } = setUp({ isOn: () => isOn })
  await ask(['a'])
  await ask(['a'])
  isOn = true
  await ask(['a'])
  await ask(['a'])
  assert.deepEqual(idsSent(), ['a', 'a', 'a'])
})

test('takes null for no errors, as some subgraphs write it', async () => {
  const { store, call, sent } = setUp()
  const next: SendCall = async ({ body }) => {
    sent.push({ ids: [body], viewer: '' })
    return { status: 200, headers: {}, text: '{"errors":null,"data":{"_entities":[{"name":"a"}]}}' }
  }
  const hints = readCacheHints(document)
  const typesOf = planFacts(document).typesOf
  const send = cacheCalls(next, 'shop', {
    store,
    isOn: () => true,
    hints,
    typesOf,
    keys: createViewerKeys(),
    maxAgeSeconds: 3600,
    asked: () => undefined,
  })
  for (let time = 0; time < 2; time += 1) assert.equal((await send(call(['a']), context)).text, '{"data":{"_entities":[{"name":"a"}]}}')
  assert.equal(sent.length, 1)
})
