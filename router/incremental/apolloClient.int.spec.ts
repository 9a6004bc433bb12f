import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'

import { ApolloClient, gql, HttpLink, InMemoryCache, type ObservableQuery } from '@apollo/client'
import { Defer20220824Handler } from '@apollo/client/incremental'

import { startGatedGraph } from '../testing/gatedGraph.ts'
import { startTestRouter } from '../testing/testRouter.ts'

const graph = await startGatedGraph()
const router = await startTestRouter({ sdl: graph.sdl })
const types: (string | null)[] = []
const client = new ApolloClient({
  cache: new InMemoryCache(),
  incrementalHandler: new Defer20220824Handler(),
  link: new HttpLink({
    uri: `${router.url}/graphql`,
    fetch: async (...request) => {
      const response = await fetch(...request)
      types.push(response.headers.get('content-type'))
      return response
    },
  }),
})
after(async () => {
  client.stop()
  await router.stop()
  await graph.stop()
})
beforeEach(() => void types.splice(0))

interface Seen {
  readonly state: string
  readonly data: unknown
  readonly error: string | undefined
}

/** What a component would be shown, one after another; `onFirst` is called with the first data. */
function watch(query: string, onFirst: () => void): Promise<Seen[]> {
  const seen: Seen[] = []
  const watched = client.watchQuery({ query: gql(query), errorPolicy: 'all', fetchPolicy: 'network-only' })
  return new Promise((resolve) => {
    const subscription = watched.subscribe(({ data, dataState, error, loading }: ObservableQuery.Result<unknown>) => {
      if (data === undefined) return
      seen.push({ state: dataState, data: JSON.parse(JSON.stringify(data)) as unknown, error: error?.message })
      if (seen.length === 1) onFirst()
      if (loading) return
      subscription.unsubscribe()
      resolve(seen)
    })
  })
}

test('Apollo Client shows the first part while the slow subgraph is still thinking, then the rest', async () => {
  graph.hold('reviews')
  const query = `query { product(id: "p1") { id name ... @defer(label: "stars") { rating shelf { row } } } }`
  const seen = await watch(query, () => graph.release('reviews'))
  const first = { __typename: 'Product', id: 'p1', name: 'Kettle' }
  assert.deepEqual(types, ['multipart/mixed; boundary="-"; deferSpec=20220824'])
  assert.deepEqual(seen, [
    { state: 'streaming', data: { product: first }, error: undefined },
    { state: 'complete', data: { product: { ...first, rating: 1, shelf: { __typename: 'Shelf', row: 10 } } }, error: undefined },
  ])
})

test('Apollo Client merges parts of items, parts of parts, and shows what went wrong in one of them', async () => {
  const query = `query { products { id ... @defer(label: "a") { reviews { id ... @defer(label: "b") { text } } } ... @defer(label: "c") { rating } } }`
  const seen = await watch(query, () => undefined)
  const last = seen.at(-1)
  const review = (id: string) => ({ __typename: 'Review', id, text: `${id.slice(2)} of ${id.slice(0, 2)}` })
  const product = (id: string, reviews: readonly object[], more: object) => ({ __typename: 'Product', id, reviews, ...more })
  assert.deepEqual(last?.data, {
    products: [
      product('p1', [review('p1a'), review('p1b')], { rating: 1 }),
      product('p2', [review('p2a'), review('p2b')], {}),
      product('p3', [], { rating: 3 }),
    ],
  })
  assert.equal(last?.error, 'No rating.')
})

test('Apollo Client is given one answer where a variable says that nothing is deferred', async () => {
  const query = gql(`query ($late: Boolean!) { product(id: "p3") { id ... @defer(if: $late) { rating } } }`)
  const { data } = await client.query({ query, variables: { late: false } })
  assert.deepEqual(data, { product: { __typename: 'Product', id: 'p3', rating: 3 } })
  assert.match(types[0] ?? '', /^application\/graphql-response\+json/)
})
