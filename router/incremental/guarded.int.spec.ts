import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, test, type TestContext } from 'node:test'

import { ask, codesOf } from '../testing/ask.ts'
import { askInParts, type Piece } from '../testing/askInParts.ts'
import { startGatedGraph } from '../testing/gatedGraph.ts'
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts'
import { createTestIssuer } from '../testing/tokens.ts'

const folder = mkdtempSync(join(tmpdir(), 'router-parts-'))
const issuer = await createTestIssuer()
const jwks = join(folder, 'jwks.json')
writeFileSync(jwks, JSON.stringify({ keys: [issuer.publicKey] }))
const graph = await startGatedGraph()
after(async () => {
  await graph.stop()
  rmSync(folder, { recursive: true })
})
beforeEach(() => void (graph.calls.length = 0))

async function withConfig(t: TestContext, config: object): Promise<TestRouter> {
  const router = await startTestRouter({ sdl: graph.sdl, jwks, config: { ...config } })
  t.after(() => router.stop())
  return router
}

type Part = NonNullable<Piece['incremental']>[number]

const shownErrors = (errors: Piece['errors']) =>
  errors === undefined ? {} : { errors: errors.map(({ path, extensions: { code, affectedPaths } }) => ({ path, code, affectedPaths })) }
const shownPart = ({ errors, ...part }: Part) => ({ ...part, ...shownErrors(errors) })
/** The first piece, and the parts of all others. */
const shownAll = ([first, ...later]: readonly Piece[]) => {
  const { errors, ...given } = first ?? {}
  return { first: { ...given, ...shownErrors(errors) }, later: later.map(({ incremental = [] }) => incremental.map(shownPart)) }
}
const denied = (path?: readonly (string | number)[], affectedPaths?: readonly string[]) => ({
  path,
  code: 'UNAUTHORIZED_FIELD_OR_TYPE',
  affectedPaths,
})

test('a denied field of a part is asked of nobody, and told in the part where its null stands', async (t) => {
  const router = await withConfig(t, {})
  const query = '{ product(id: "p1") { name ... @defer(label: "a") { secret } ... @defer(label: "b") { secret rating } } }'
  const { first, later } = shownAll(await (await askInParts(router, query)).rest())
  assert.deepEqual(first, { data: { product: { name: 'Kettle' } }, hasNext: true })
  assert.deepEqual(
    later.flat().toSorted((a) => (a.label === 'a' ? -1 : 1)),
    [
      { path: ['product'], label: 'a', data: { secret: null }, errors: [denied(['product', 'secret'])] },
      { path: ['product'], label: 'b', data: { secret: null, rating: 1 }, errors: [denied(['product', 'secret'])] },
    ],
  )
  assert.deepEqual(
    graph.calls.map(({ query: text }) => text.includes('secret')),
    [false, false],
  )
})

test('who has the rights is given the same part with its value', async (t) => {
  const router = await withConfig(t, {})
  const query = '{ product(id: "p1") { name ... @defer { secret } } }'
  const headers = { authorization: `Bearer ${await issuer.sign({ scope: 'staff' })}` }
  const without = await (await askInParts(router, query)).rest()
  const pieces = await (await askInParts(router, query, { headers })).rest()
  assert.deepEqual([without[1]?.incremental?.[0]?.data, pieces[1]?.incremental?.[0]?.data], [{ secret: null }, { secret: 'hunter2' }])
})

test('a denied field for which no part has a place is told once, in the last part', async (t) => {
  const router = await withConfig(t, {})
  const query = '{ products { id ... @defer(label: "l") { secret } } product(id: "p9") { id ... @defer { secret } } }'
  const { first, later } = shownAll(await (await askInParts(router, query)).rest())
  assert.deepEqual(first, { data: { products: [{ id: 'p1' }, { id: 'p2' }, { id: 'p3' }], product: null }, hasNext: true })
  assert.deepEqual(later, [
    [0, 1, 2].map((index) => ({
      path: ['products', index],
      label: 'l',
      data: { secret: null },
      errors: [denied(['products', index, 'secret']), ...(index === 2 ? [denied(undefined, ['product.secret'])] : [])],
    })),
  ])
})

test('denials of parts stand where the config wants them', async (t) => {
  const query = '{ product(id: "p1") { name ... @defer { secret } } }'
  const extended = await withConfig(t, { authorization: { errors: 'extensions' } })
  const [, part] = await (await askInParts(extended, query)).rest()
  const one = part?.incremental?.[0]
  assert.deepEqual([one?.data, one?.errors], [{ secret: null }, undefined])
  const [error, ...others] = (one?.extensions?.['authorizationErrors'] ?? []) as { path: unknown }[]
  assert.deepEqual([error?.path, others], [['product', 'secret'], []])
  const silent = await withConfig(t, { authorization: { errors: 'disabled' } })
  const [, quiet] = await (await askInParts(silent, query)).rest()
  assert.deepEqual(quiet, { incremental: [{ path: ['product'], data: { secret: null } }], hasNext: false })
  const strict = await withConfig(t, { authorization: { mode: 'reject' } })
  const reply = await askInParts(strict, query)
  assert.deepEqual([reply.status, (await reply.rest()).length], [403, 1])
})

test('an answer in parts costs what it costs at once, and is cut where it becomes too expensive', async (t) => {
  // 1 for the product, 2 for its reviews, 2 for their authors.
  const query = '{ product(id: "p1") { id ... @defer { reviews { id ... @defer { author { name } } } } } }'
  const costOf = (pieces: readonly Piece[]): unknown => pieces.at(-1)?.extensions?.['cost']
  const measured = await withConfig(t, { demandControl: { mode: 'measure', max: 100, expose: true, listSize: 2 } })
  const pieces = await (await askInParts(measured, query)).rest()
  assert.equal(pieces.length, 3)
  assert.deepEqual(costOf(pieces), { estimated: 5, actual: 5, max: 100 })
  assert.deepEqual((await ask(measured, query)).json, {
    data: {
      product: {
        id: 'p1',
        reviews: [
          { id: 'p1a', author: { name: 'User a' } },
          { id: 'p1b', author: { name: null } },
        ],
      },
    },
    extensions: { cost: { estimated: 5, actual: 5, max: 100 } },
  })
  // Lists are expected to hold one, and hold two.
  const enforcing = await withConfig(t, { demandControl: { mode: 'enforce', max: 4, listSize: 1 } })
  const cut = shownAll(await (await askInParts(enforcing, query)).rest())
  assert.deepEqual(cut.first, { data: { product: { id: 'p1' } }, hasNext: true })
  assert.deepEqual(cut.later[0], [{ path: ['product'], data: { reviews: [{ id: 'p1a' }, { id: 'p1b' }] } }])
  const refused = { data: null, errors: [{ path: undefined, code: 'COST_ACTUAL_TOO_EXPENSIVE', affectedPaths: undefined }] }
  assert.deepEqual(cut.later.slice(1), [[0, 1].map((index) => ({ path: ['product', 'reviews', index], ...refused }))])
})

test('limits are judged before anything is asked, for whoever takes parts as for others', async (t) => {
  const router = await withConfig(t, { limits: { depth: 2, directives: 1 } })
  for (const query of [
    '{ product(id: "p1") { ... @defer { reviews { author { name } } } } }',
    '{ product(id: "p1") { ... @defer { name } ... @defer { rating } } }',
  ]) {
    const reply = await askInParts(router, query)
    assert.equal(reply.status, 400)
    assert.equal((await reply.rest()).length, 1)
  }
  assert.deepEqual(graph.calls, [])
})

test('where equal queries are answered together, each reader of parts has its own answer, and calls are shared all the same', async (t) => {
  const router = await withConfig(t, { sharing: { operations: true, calls: true } })
  const query = '{ product(id: "p1") { name ... @defer { rating } } }'
  graph.hold('products')
  const asking = [askInParts(router, query), askInParts(router, query), ask(router, query)] as const
  while (graph.calls.length < 1) await new Promise((resolve) => setTimeout(resolve, 5))
  await new Promise((resolve) => setTimeout(resolve, 100))
  graph.release('products')
  const [one, other, whole] = await Promise.all(asking)
  for (const reply of [one, other])
    assert.deepEqual(await reply.rest(), [
      { data: { product: { name: 'Kettle' } }, hasNext: true },
      { incremental: [{ path: ['product'], data: { rating: 1 } }], hasNext: false },
    ])
  assert.deepEqual(whole.json, { data: { product: { name: 'Kettle', rating: 1 } } })
})

test('a part whose subgraph is away is null with the reason, the first part stands', async (t) => {
  const router = await startTestRouter({ sdl: graph.sdl.replaceAll(addressOf('reviews'), 'http://127.0.0.1:1/graphql'), jwks })
  t.after(() => router.stop())
  const query = '{ product(id: "p1") { name ... @defer { rating } ... @defer(label: "l") { reviews { id } shelf { row } } } }'
  const { first, later } = shownAll(await (await askInParts(router, query)).rest())
  const away = (key: string) => ({ path: ['product', key], code: 'SERVICE_UNAVAILABLE', affectedPaths: undefined })
  assert.deepEqual(first, { data: { product: { name: 'Kettle' } }, hasNext: true })
  assert.deepEqual(
    later.flat().toSorted((a) => (a.label === undefined ? -1 : 1)),
    [
      { path: ['product'], data: null, errors: [away('rating')] },
      { path: ['product'], label: 'l', data: null, errors: [away('reviews'), away('shelf')] },
    ],
  )
})

test('a listed document is deferred under its id, by POST and by GET', async (t) => {
  const query = '{ product(id: "p1") { name ... @defer { rating } } }'
  const manifest = join(folder, 'manifest.json')
  const operations = [{ id: 'late', body: query, name: 'Late', type: 'query' }]
  writeFileSync(manifest, JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations }))
  const router = await withConfig(t, { trustedDocuments: { mode: 'ids-only', manifests: [manifest] } })
  const headers = { 'content-type': 'application/json', accept: 'multipart/mixed;deferSpec=20220824' }
  const extensions = { persistedQuery: { version: 1, sha256Hash: 'late' } }
  const search = new URLSearchParams({ extensions: JSON.stringify(extensions) }).toString()
  const posted = fetch(`${router.url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ extensions }) })
  for (const asking of [posted, fetch(`${router.url}/graphql?${search}`, { headers })]) {
    const text = await (await asking).text()
    assert.equal(
      text,
      [
        '\r\n---\r\ncontent-type: application/json; charset=utf-8\r\n\r\n{"data":{"product":{"name":"Kettle"}},"hasNext":true}\r\n---\r\n',
        'content-type: application/json; charset=utf-8\r\n\r\n{"hasNext":false,"incremental":[{"path":["product"],"data":{"rating":1}}]}\r\n-----\r\n',
      ].join(''),
    )
  }
  assert.deepEqual(codesOf(await ask(router, query, { headers: { accept: '*/*' } })).length, 1)
})

function addressOf(subgraph: string): string {
  const found = new RegExp(`@join__graph\\(name: "${subgraph}", url: "([^"]+)"`).exec(graph.sdl)?.[1]
  if (found === undefined) throw new TypeError(`No ${subgraph}`)
  return found
}
