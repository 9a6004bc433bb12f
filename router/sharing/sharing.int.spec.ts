import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, suite, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'

import { request } from 'undici'

import { ask } from '../testing/ask.ts'
import { startTestRouter } from '../testing/testRouter.ts'
import { AUDIENCE, createTestIssuer, ISSUER } from '../testing/tokens.ts'
import { startViewerGraph } from '../testing/viewerGraph.ts'

const folder = mkdtempSync(join(tmpdir(), 'router-sharing-'))
const issuer = await createTestIssuer()
const jwks = join(folder, 'jwks.json')
writeFileSync(jwks, JSON.stringify({ keys: [issuer.publicKey] }))
const graph = await startViewerGraph(folder)
const identity = { issuer: ISSUER, audience: AUDIENCE, tokenType: 'at+jwt', edgeKeysFolder: folder }
const places = { operations: { operations: true }, calls: { calls: true }, both: { operations: true, calls: true } }
const start = (sharing: object) => startTestRouter({ sdl: graph.sdl, jwks, config: { identity, sharing } })
const routers = {
  operations: await start(places.operations),
  calls: await start(places.calls),
  both: await start(places.both),
  none: await start({}),
}
const tokenOf = async (claims: Readonly<Record<string, unknown>>) => ({ headers: { authorization: `Bearer ${await issuer.sign(claims)}` } })
const ada = await tokenOf({ sub: 'usr_ada', sid: 'ses_ada' })
const bob = await tokenOf({ sub: 'usr_bob', sid: 'ses_bob' })
const staff = await tokenOf({ sub: 'usr_staff', sid: 'ses_staff', scope: 'catalog:read' })

const OWN = '{ me { sub } cart { owner product { name } } orders { buyer } }'
const PUBLIC = '{ products { id name draft } }'
const ownOf = (sub: string) => ({ me: { sub }, cart: { owner: sub, product: { name: 'Product 1' } }, orders: [{ buyer: sub }] })

beforeEach(() => {
  graph.calls.length = 0
  graph.abandoned.length = 0
})
after(async () => {
  await Promise.all(Object.values(routers).map((router) => router.stop()))
  await graph.stop()
  rmSync(folder, { recursive: true })
})

for (const place of ['operations', 'calls', 'both'] as const) {
  suite(`sharing ${place}`, () => {
    const router = routers[place]

    test('two users with equal rights, at once, each read what is their own', async () => {
      for (const query of [OWN, OWN, '{ products { name seenBy } me { sub } }']) {
        const users = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? ada : bob))
        const answers = await Promise.all(users.map((user) => ask(router, query, user)))
        for (const [i, { json }] of answers.entries()) {
          const sub = i % 2 === 0 ? 'usr_ada' : 'usr_bob'
          const own = query === OWN ? ownOf(sub) : { products: [{ name: 'Product 1', seenBy: sub }], me: { sub } }
          assert.deepEqual(json?.data, own)
        }
      }
    })

    test('equal queries of one user at once are one call', async () => {
      await ask(router, OWN, ada)
      graph.calls.length = 0
      const answers = await Promise.all(Array.from({ length: 10 }, () => ask(router, OWN, ada)))
      assert.equal(graph.calls.length, 1)
      for (const { json } of answers) assert.deepEqual(json?.data, ownOf('usr_ada'))
    })

    test('what is public is one call for all with the same permissions, in the name of none of them', async () => {
      await Promise.all([ask(router, PUBLIC, ada), ask(router, PUBLIC, staff), ask(router, PUBLIC)])
      graph.calls.length = 0
      const answers = await Promise.all([ada, bob, ada, staff, {}, {}].map((user) => ask(router, PUBLIC, user)))
      assert.deepEqual(
        answers.map(({ json }) => JSON.stringify(json?.data).match(/"id"/g)?.length),
        [1, 1, 1, 2, 1, 1],
      )
      const permissions = { kind: 'user', roles: ['CUSTOMER'] } as const
      const names = graph.calls.map(({ viewer }) => JSON.stringify(viewer)).toSorted()
      const expected = [
        { kind: 'anonymous' },
        { kind: 'anonymous', permissions: { ...permissions, scopes: ['account:read'] } },
        { kind: 'anonymous', permissions: { ...permissions, scopes: ['catalog:read'] } },
      ]
      assert.deepEqual(names, expected.map((viewer) => JSON.stringify(viewer)).toSorted())
    })

    test('other variables are another query', async () => {
      const query = 'query($id: ID) { product(id: $id) { id } }'
      await ask(router, query, { variables: { id: '0' } })
      const ids = ['1', '2', '1', '2']
      graph.calls.length = 0
      const answers = await Promise.all(ids.map((id) => ask(router, query, { variables: { id } })))
      assert.deepEqual(
        answers.map(({ json }) => json?.data),
        ids.map((id) => ({ product: { id } })),
      )
      assert.equal(graph.calls.length, 2)
    })

    test('one that goes away takes nothing from the others', async () => {
      await ask(router, OWN, ada)
      const gone = new AbortController()
      const body = JSON.stringify({ query: OWN })
      const headers = { 'content-type': 'application/json', ...ada.headers }
      const first = request(`${router.url}/graphql`, { method: 'POST', headers, body, signal: gone.signal }).catch((error: Error) => error.name)
      await wait(10)
      const second = ask(router, OWN, ada)
      await wait(10)
      gone.abort()
      assert.equal(await first, 'AbortError')
      assert.deepEqual((await second).json?.data, ownOf('usr_ada'))
      assert.deepEqual(graph.abandoned, [])
    })

    test('an answer that was begun before a change is not given to whoever asks after it', async () => {
      const query = '{ products { price } }'
      await ask(router, query)
      await ask(router, 'mutation { setPrice(price: 10) { price } }')
      graph.delayMs = 300
      const before = ask(router, query)
      await wait(20)
      graph.delayMs = 0
      await ask(router, 'mutation { setPrice(price: 11) { price } }')
      const now = await ask(router, query)
      graph.delayMs = 50
      assert.deepEqual(now.json?.data, { products: [{ price: 11 }] })
      assert.deepEqual((await before).json?.data, { products: [{ price: 10 }] })
    })

    test('changes are made one by one', async () => {
      const query = 'mutation { setPrice(price: 10) { price } }'
      await Promise.all([ask(router, query, ada), ask(router, query, ada), ask(router, query, ada)])
      assert.equal(graph.calls.length, 3)
    })

    test("each answer's errors carry its own request id", async () => {
      await ask(router, '{ broken { id } }', ada)
      graph.calls.length = 0
      const ids = ['one-request', 'two-request', 'three-request']
      const answers = await Promise.all(ids.map((id) => ask(router, '{ broken { id } }', { headers: { ...ada.headers, 'x-request-id': id } })))
      assert.equal(graph.calls.length, 1)
      for (const [i, { json, headers }] of answers.entries()) {
        assert.equal(headers['x-request-id'], ids[i])
        assert.deepEqual(
          json?.errors?.map(({ path, extensions }) => [path, extensions['code'], extensions['requestId']]),
          [[['broken'], 'NOT_FOUND', ids[i]]],
        )
      }
    })
  })
}

test('nothing is shared where nobody has switched it on, and each is asked for by name', async () => {
  const router = routers.none
  await ask(router, PUBLIC, ada)
  graph.calls.length = 0
  await Promise.all(Array.from({ length: 5 }, () => ask(router, PUBLIC, ada)))
  assert.deepEqual(
    graph.calls.map(({ viewer }) => viewer.kind),
    Array.from({ length: 5 }, () => 'user'),
  )
})

test('how much was shared is counted', async () => {
  const text = await (await request(`http://127.0.0.1:${routers.both.operatorPort}/metrics`)).body.text()
  assert.match(text, /router_shared_total\{place="operation"[^}]*\} [1-9]/)
})
