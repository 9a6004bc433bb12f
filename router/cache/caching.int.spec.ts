import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, test } from 'node:test'

import { request } from 'undici'

import { ask } from '../testing/ask.ts'
import { startTestRouter } from '../testing/testRouter.ts'
import { AUDIENCE, createTestIssuer, ISSUER } from '../testing/tokens.ts'
import { startViewerGraph } from '../testing/viewerGraph.ts'

const folder = mkdtempSync(join(tmpdir(), 'router-cache-'))
const issuer = await createTestIssuer()
const jwks = join(folder, 'jwks.json')
writeFileSync(jwks, JSON.stringify({ keys: [issuer.publicKey] }))
const graph = await startViewerGraph(folder)
graph.delayMs = 0
const identity = { issuer: ISSUER, audience: AUDIENCE, tokenType: 'at+jwt', edgeKeysFolder: folder }
const router = await startTestRouter({ sdl: graph.sdl, jwks, config: { identity, cache: { subgraphs: ['shop'] } } })
const tokenOf = async (claims: Readonly<Record<string, unknown>>) => ({ headers: { authorization: `Bearer ${await issuer.sign(claims)}` } })
const ada = await tokenOf({ sub: 'usr_ada', sid: 'ses_ada' })
const bob = await tokenOf({ sub: 'usr_bob', sid: 'ses_bob' })
const staff = await tokenOf({ sub: 'usr_staff', scope: 'catalog:read' })
const callsOf = async (run: () => Promise<unknown>): Promise<number> => {
  const before = graph.calls.length
  await run()
  return graph.calls.length - before
}
const twice = async (query: string): Promise<void> => {
  for (let time = 0; time < 2; time += 1) await ask(router, query)
}
const change = () => ask(router, 'mutation { setPrice(price: 10) { price } }')

beforeEach(async () => {
  graph.cacheControl = undefined
  await change()
})
after(async () => {
  await router.stop()
  await graph.stop()
  rmSync(folder, { recursive: true })
})

test('what is public is asked for once for all with the same permissions, and never twice within its age', async () => {
  const query = '{ products { id price } }'
  const asked = [ada, bob, ada, staff, {}, staff, {}]
  const answers: unknown[] = []
  const calls = await callsOf(async () => {
    for (const who of asked) answers.push((await ask(router, query, who)).json?.data)
  })
  assert.equal(calls, 3)
  const [one, two] = [
    { products: [{ id: '1', price: 10 }] },
    {
      products: [
        { id: '1', price: 10 },
        { id: '2', price: 10 },
      ],
    },
  ]
  assert.deepEqual(answers, [one, one, one, two, one, two, one])
})

test('what belongs to one is asked for each time', async () => {
  for (const query of ['{ me { sub } }', '{ cart { owner product { name } } }', '{ orders { buyer } }', '{ products { seenBy } }']) {
    for (const [who, sub] of [
      [ada, 'usr_ada'],
      [bob, 'usr_bob'],
      [ada, 'usr_ada'],
    ] as const) {
      let text = ''
      assert.equal(await callsOf(async () => void ({ text } = await ask(router, query, who))), 1, query)
      assert.ok(text.includes(sub), text)
    }
  }
})

test('a change that was made through the router is seen at once', async () => {
  const query = '{ products { price } }'
  await ask(router, query)
  await ask(router, 'mutation { setPrice(price: 77) { price } }')
  assert.deepEqual((await ask(router, query)).json?.data, { products: [{ price: 77 }] })
})

test('what a subgraph says not to keep, and what has errors, is not kept', async () => {
  graph.cacheControl = 'no-store'
  assert.equal(await callsOf(() => twice('{ products { name } }')), 2)
  graph.cacheControl = undefined
  assert.equal(await callsOf(() => twice('{ broken { id } }')), 2)
})

test('the metrics count what was kept', async () => {
  const text = await (await request(`http://127.0.0.1:${router.operatorPort}/metrics`)).body.text()
  assert.match(text, /router_cache_asks_total\{kind="root",outcome="hit"[^}]*\} [1-9]/)
  assert.match(text, /router_cache_bytes\{[^}]*\} \d+/)
})
