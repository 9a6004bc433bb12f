import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, test } from 'node:test'

import { codesOf, send, type Reply } from '../testing/ask.ts'
import { startSmallGraph } from '../testing/smallGraph.ts'
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts'
import { sha256 } from './readManifest.ts'

const folder = mkdtempSync(join(tmpdir(), 'router-documents-'))
const query = 'query Product($id: ID!) { product(id: $id) { name } }'
const rename = 'mutation Rename { rename(id: "p1", name: "Kettle") { name } }'
const variables = { id: 'p2' }
const writeManifest = (name: string, operations: readonly object[]): void =>
  writeFileSync(join(folder, name), JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations }))
writeManifest('web.json', [{ id: sha256(query), body: query, name: 'Product', type: 'query' }])
writeManifest('app.json', [{ id: 'rename-1', body: rename, name: 'Rename', type: 'mutation' }])

const graph = await startSmallGraph()
const start = (mode: string): Promise<TestRouter> =>
  startTestRouter({ sdl: graph.sdl, config: { trustedDocuments: { mode, manifests: [join(folder, '*.json')] } } })
const [allow, log, safelist, idsOnly] = (await Promise.all(['allow', 'log', 'safelist', 'ids-only'].map(start))) as [
  TestRouter,
  TestRouter,
  TestRouter,
  TestRouter,
]
const all = [allow, log, safelist, idsOnly]
after(async () => {
  await Promise.all(all.map((router) => router.stop()))
  await graph.stop()
  rmSync(folder, { recursive: true })
})
beforeEach(() => void graph.calls.splice(0))

const hashed = (sha256Hash: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash } } })
const post = ({ url }: TestRouter, body: unknown): Promise<Reply> =>
  send(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
const get = ({ url }: TestRouter, params: Readonly<Record<string, string>>): Promise<Reply> =>
  send(`${url}/graphql?${new URLSearchParams(params).toString()}`, { headers: { 'apollo-require-preflight': 'true' } })
const outcome = (reply: Reply): unknown[] => [reply.status, ...codesOf(reply)]
const stable = ({ status, headers, text }: Reply): unknown => {
  const { date: _, 'x-request-id': id, ...rest } = headers
  return { status, rest, text: text.replaceAll(String(id), 'ID') }
}

test('an id is answered as its text is, byte for byte, by either way and on every rung', async () => {
  for (const router of all) {
    const answers: Reply[] = []
    for (let time = 0; time < 3; time += 1) {
      answers.push(await post(router, { documentId: sha256(query), variables }))
      answers.push(await post(router, { documentId: `sha256:${sha256(query)}`, variables }))
      answers.push(await post(router, { ...hashed(sha256(query)), variables }))
    }
    if (router !== idsOnly) answers.push(await post(router, { query, variables }))
    for (const answer of answers) assert.deepEqual(stable(answer), stable(answers[0] as Reply))
    assert.equal(answers[0]?.text, '{"data":{"product":{"name":"Lamp"}}}')
  }
})

test('an id of the manifest is asked for by GET, too; a mutation is not', async () => {
  for (const router of all) {
    const asked = { extensions: JSON.stringify(hashed(sha256(query)).extensions), variables: JSON.stringify(variables) }
    assert.deepEqual((await get(router, asked)).json, { data: { product: { name: 'Lamp' } } })
    assert.deepEqual(outcome(await get(router, { documentId: 'rename-1' })), [405, 'BAD_REQUEST'])
    assert.deepEqual((await post(router, { documentId: 'rename-1' })).json, { data: { rename: { name: 'Kettle' } } })
  }
})

test('CSRF prevention stands before ids as before texts', async () => {
  const url = `${idsOnly.url}/graphql?documentId=${sha256(query)}`
  assert.deepEqual(outcome(await send(url)), [400, 'BAD_REQUEST'])
  assert.equal(graph.calls.length, 0)
})

test('on the safelist another text is refused however it comes, and no subgraph hears of it', async () => {
  const stray = '{ locations }'
  for (const body of [
    { query: stray },
    { query: stray, ...hashed(sha256(stray)) },
    { query: stray, ...hashed(sha256(query)) },
    { query: `${query} `, variables },
    { query: '' },
  ])
    assert.deepEqual(outcome(await post(safelist, body)), [403, 'QUERY_NOT_IN_SAFELIST'])
  assert.deepEqual(outcome(await get(safelist, { query: stray })), [403, 'QUERY_NOT_IN_SAFELIST'])
  assert.deepEqual(outcome(await post(safelist, hashed(sha256(stray)))), [404, 'PERSISTED_QUERY_NOT_IN_LIST'])
  assert.deepEqual(outcome(await post(safelist, { query, variables, ...hashed(sha256(rename)) })), [400, 'BAD_REQUEST'])
  assert.deepEqual(outcome(await post(safelist, { query: '{ __schema { queryType { name } } }' })), [403, 'QUERY_NOT_IN_SAFELIST'])
  assert.equal(graph.calls.length, 0)
  assert.deepEqual((await post(safelist, { query, variables, ...hashed(sha256(query)) })).json, { data: { product: { name: 'Lamp' } } })
})

test('where only ids are answered, a text is refused although it is listed and was answered by its id', async () => {
  await post(idsOnly, { documentId: sha256(query), variables })
  graph.calls.splice(0)
  for (const body of [{ query, variables }, { query, variables, ...hashed(sha256(query)) }, { query: '{ locations }' }])
    assert.deepEqual(outcome(await post(idsOnly, body)), [400, 'PERSISTED_QUERY_ID_REQUIRED'])
  assert.deepEqual(outcome(await get(idsOnly, { query, variables: '{"id":"p1"}' })), [400, 'PERSISTED_QUERY_ID_REQUIRED'])
  assert.deepEqual(outcome(await post(idsOnly, { documentId: 'rename-2' })), [404, 'PERSISTED_QUERY_NOT_IN_LIST'])
  assert.deepEqual(outcome(await post(idsOnly, { documentId: 'rename-1', query: rename })), [400, 'CANNOT_SEND_PQ_ID_AND_BODY'])
  assert.equal(graph.calls.length, 0)
})

test('what is not listed is answered, counted, and told of once without what its writer put in', async () => {
  for (let time = 0; time < 3; time += 1) {
    const reply = await post(log, { query: '{ product(id: "p3") { name } }' })
    assert.deepEqual(reply.json, { data: { product: { name: 'Chair' } } })
  }
  assert.equal((await post(log, { query: '{ __schema { queryType { name } } }' })).status, 200)
  const told = log.lines
    .filter(({ msg }) => msg === 'A document that is not listed was answered')
    .map(({ documentHash, document }) => ({ documentHash, document }))
  assert.deepEqual(told, [
    { documentHash: sha256('{ product(id: "p3") { name } }'), document: '{\n  product(id: "") {\n    name\n  }\n}' },
    { documentHash: sha256('{ __schema { queryType { name } } }'), document: '{\n  __schema {\n    queryType {\n      name\n    }\n  }\n}' },
  ])
  const metrics = await send(`http://127.0.0.1:${log.operatorPort}/metrics`)
  assert.match(metrics.text, /router_documents_total\{outcome="unlisted",service="router"\} 4\n/)
})

test('people may look around in the graph while every text is answered', async () => {
  const page = async ({ url }: TestRouter): Promise<number[]> => [
    (await send(`${url}/graphiql`)).status,
    (await send(`${url}/graphql`, { headers: { accept: 'text/html' } })).status,
  ]
  assert.deepEqual(await Promise.all(all.map(page)), [
    [200, 200],
    [200, 200],
    [404, 400],
    [404, 400],
  ])
})

test('a reload reads the manifests again, and one that cannot be read leaves the documents as they were', async (t) => {
  const manifests = [join(folder, 'later')]
  writeManifest('later', [{ id: 'one', body: '{ locations }' }])
  const changing = await startTestRouter({ sdl: graph.sdl, config: { trustedDocuments: { mode: 'safelist', manifests } } })
  t.after(() => changing.stop())
  const statuses = async (): Promise<number[]> => [
    (await post(changing, { documentId: 'one' })).status,
    (await post(changing, { documentId: 'two' })).status,
  ]
  assert.deepEqual(await statuses(), [200, 404])
  writeManifest('later', [{ id: 'two', body: '{ locations }' }])
  assert.equal((await changing.serve({})).outcome, 'reloaded')
  assert.deepEqual(await statuses(), [404, 200])
  writeFileSync(join(folder, 'later'), '{')
  assert.equal((await changing.serve({})).outcome, 'refused')
  assert.deepEqual(await statuses(), [404, 200])
  assert.equal((await changing.serve({ config: { trustedDocuments: { mode: 'allow' } } })).outcome, 'reloaded')
  assert.deepEqual(await statuses(), [400, 400])
})

test('a router does not start without the manifests that its mode needs', async () => {
  const fails = (trustedDocuments: object, why: RegExp): Promise<void> =>
    assert.rejects(startTestRouter({ sdl: graph.sdl, config: { trustedDocuments } }), why)
  await fails({ mode: 'safelist' }, /trustedDocuments\.mode is safelist, but no manifest says what is trusted/)
  await fails({ manifests: [join(folder, 'none', '*.json')] }, /There is no manifest of trusted documents at .*none/)
  writeFileSync(join(folder, 'broken'), '{}')
  await fails({ manifests: [join(folder, 'broken')] }, /The manifest .*broken is none of the format/)
  writeManifest('empty', [])
  await fails({ mode: 'ids-only', manifests: [join(folder, 'empty')] }, /the manifests list nothing/)
  writeManifest('other', [{ id: 'rename-1', body: '{ locations }' }])
  await fails({ manifests: [join(folder, 'app.json'), join(folder, 'other')] }, /give two texts the id rename-1/)
})
