import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { codesOf, send, type Reply } from '../testing/ask.ts'
import { startSmallGraph } from '../testing/smallGraph.ts'
import { startTestRouter } from '../testing/testRouter.ts'
import { sha256 } from './readManifest.ts'

const graph = await startSmallGraph()
const router = await startTestRouter({ sdl: graph.sdl, config: { persistedQueries: { entries: 3 } } })
after(async () => {
  await router.stop()
  await graph.stop()
})

const post = (body: unknown, { url } = router): Promise<Reply> =>
  send(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
const by = (sha256Hash: unknown, query?: string): Promise<Reply> => post({ query, extensions: { persistedQuery: { version: 1, sha256Hash } } })
const outcome = (reply: Reply): unknown[] => [reply.status, ...codesOf(reply)]
const NOT_FOUND = [200, 'PERSISTED_QUERY_NOT_FOUND']

test('a text is registered by its hash once, and answered by the hash alone as by the text', async () => {
  const query = '{ locations }'
  assert.deepEqual(outcome(await by(sha256(query))), NOT_FOUND)
  const first = await by(sha256(query), query)
  assert.equal(first.text, '{"data":{"locations":["north","south"]}}')
  for (let time = 0; time < 3; time += 1) assert.equal((await by(sha256(query))).text, first.text)
  assert.equal((await post({ query })).text, first.text)
})

test('nobody puts a text under the hash of another, or under what is no hash', async () => {
  const [good, evil] = ['{ products { id } }', '{ bug }']
  const keys = [sha256(good), sha256(good).toUpperCase(), `apq:${sha256(good)}`, '', '__proto__', 'constructor', 5, null, {}, [sha256(evil)]]
  for (const key of keys) {
    assert.deepEqual(outcome(await by(key, evil)), [400, 'BAD_REQUEST'], String(key))
    assert.deepEqual(outcome(await by(key)), NOT_FOUND, String(key))
  }
  await by(sha256(good), good)
  assert.deepEqual(outcome(await by(sha256(good), evil)), [400, 'BAD_REQUEST'])
  assert.deepEqual((await by(sha256(good))).json, { data: { products: [{ id: 'p1' }, { id: 'p2' }, { id: 'p3' }] } })
})

test('what is not valid, or beyond the limits, is not remembered', async () => {
  for (const query of ['{ nothing }', '{', `{ ${Array.from({ length: 101 }, (_, index) => `a${index}: __typename`).join(' ')} }`]) {
    assert.equal((await by(sha256(query), query)).status, 400)
    assert.deepEqual(outcome(await by(sha256(query))), NOT_FOUND)
  }
})

test('so many are remembered and no more', async () => {
  const queries = Array.from({ length: 5 }, (_, index) => `{ many${index}: locations }`)
  for (const query of queries) await by(sha256(query), query)
  const found = await Promise.all(queries.map(async (query) => codesOf(await by(sha256(query))).length === 0))
  assert.deepEqual(found, [false, false, true, true, true])
})

test('where they are switched off none is registered', async () => {
  const off = await startTestRouter({ sdl: graph.sdl, config: { persistedQueries: { enabled: false } } })
  const reply = await post({ query: '{ locations }', extensions: { persistedQuery: { version: 1, sha256Hash: sha256('{ locations }') } } }, off)
  assert.deepEqual(outcome(reply), [200, 'PERSISTED_QUERY_NOT_SUPPORTED'])
  await off.stop()
})
