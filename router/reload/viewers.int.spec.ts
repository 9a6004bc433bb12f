import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { composeServices } from '@apollo/composition'
import { parse } from 'graphql'

import { ask, codesOf } from '../testing/ask.ts'
import { startInternalPort } from '../testing/authority.ts'
import { startSmallGraph } from '../testing/smallGraph.ts'
import { startTestRouter } from '../testing/testRouter.ts'
import { AUDIENCE, createTestIssuer, ISSUER } from '../testing/tokens.ts'

const folder = mkdtempSync(join(tmpdir(), 'router-viewers-'))
const graph = await startSmallGraph()
const issuer = await createTestIssuer()
after(async () => {
  await graph.stop()
  rmSync(folder, { recursive: true })
})

const bearer = async (claims: Readonly<Record<string, unknown>> = {}) => ({ headers: { authorization: `Bearer ${await issuer.sign(claims)}` } })

function stockAlone(guard: string): string {
  const federation = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@authenticated"])'
  const typeDefs = parse(`${federation} type Query { locations: [String!] ${guard} }`)
  return composeServices([{ name: 'stock', url: graph.urls.stock, typeDefs }]).supergraphSdl ?? ''
}

test('keys and ended sessions outlive a reload while their authority is away; settings under which they cannot be had are refused', async () => {
  const [authority, other] = [await startInternalPort('catalogue', folder, issuer), await startInternalPort('stock', folder, issuer)]
  const configWith = (name: string) => ({
    identity: { issuer: ISSUER, audience: AUDIENCE, tokenType: 'at+jwt', authority: name, edgeKeysFolder: folder },
    subgraphs: { catalogue: { internalUrl: authority.url }, stock: { internalUrl: other.url } },
  })
  authority.ended.add('ses_ended')
  const router = await startTestRouter({ sdl: graph.sdl, config: configWith('catalogue') })
  const change = 'mutation { rename(id: "p1", name: "Pot") { name } }'
  const asBoth = async () => [await ask(router, change, await bearer()), await ask(router, change, await bearer({ sid: 'ses_ended' }))]
  const statuses = async () => (await asBoth()).map(({ status }) => status)
  assert.deepEqual(await statuses(), [200, 401])
  await Promise.all([authority.stop(0), other.stop(0)])
  assert.equal((await router.reload('operator')).outcome, 'reloaded')
  assert.deepEqual(await statuses(), [200, 401])
  const refused = await router.serve({ config: configWith('stock') })
  assert.equal(refused.outcome === 'refused' ? refused.reason : '', 'The keys of access tokens could not be loaded with the new settings.')
  assert.deepEqual(await statuses(), [200, 401])
  await router.stop()
})

test('what a reload protects is denied at once to whoever may not ask it, though its plan was warmed for somebody who may', async () => {
  const jwks = join(folder, 'jwks.json')
  writeFileSync(jwks, JSON.stringify({ keys: [issuer.publicKey] }))
  const router = await startTestRouter({ sdl: stockAlone(''), jwks })
  const open = { data: { locations: ['north', 'south'] } }
  assert.deepEqual((await ask(router, '{ locations }', await bearer())).json, open)
  assert.deepEqual((await ask(router, '{ locations }')).json, open)

  const outcome = await router.serve({ sdl: stockAlone('@authenticated') })
  assert.deepEqual(outcome.outcome === 'reloaded' ? outcome.warmed : outcome, 1)
  graph.calls.splice(0)
  const denied = await ask(router, '{ locations }')
  assert.deepEqual([denied.json?.data, codesOf(denied), graph.calls.length], [{ locations: null }, ['UNAUTHORIZED_FIELD_OR_TYPE'], 0])
  assert.deepEqual((await ask(router, '{ locations }', await bearer())).json, open)

  await router.serve({ sdl: stockAlone('') })
  assert.deepEqual((await ask(router, '{ locations }')).json, open)
  await router.stop()
})

test('a key that was taken out of a key file is forgotten at a reload', async () => {
  const jwks = join(folder, 'few.json')
  writeFileSync(jwks, JSON.stringify({ keys: [issuer.publicKey] }))
  const router = await startTestRouter({ sdl: graph.sdl, jwks })
  assert.equal((await ask(router, '{ locations }', await bearer())).status, 200)
  writeFileSync(jwks, JSON.stringify({ keys: [(await createTestIssuer('another')).publicKey] }))
  assert.equal((await router.reload('operator')).outcome, 'reloaded')
  assert.equal((await ask(router, '{ locations }', await bearer())).status, 401)
  await router.stop()
})
