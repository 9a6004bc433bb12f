import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { composeServices } from '@apollo/composition'
import { parse } from 'graphql'

import { parseConfig } from '../config/readConfigFile.ts'
import { ask, codesOf } from '../testing/ask.ts'
import { startSmallGraph } from '../testing/smallGraph.ts'
import { startTestRouter } from '../testing/testRouter.ts'
import { createTestIssuer } from '../testing/tokens.ts'

const folder = mkdtempSync(join(tmpdir(), 'router-policies-'))
const graph = await startSmallGraph()
const issuer = await createTestIssuer()
after(async () => {
  await graph.stop()
  rmSync(folder, { recursive: true })
})

test("under Agora's own settings a policy is true of nobody, whatever a token claims", async () => {
  const own = parseConfig(readFileSync(new URL('../agora.yaml', import.meta.url), 'utf8'), (name) =>
    /_INTERNAL_URL$|^EDGE_KEYS_DIR$/.test(name) ? 'http://127.0.0.1:1' : undefined,
  )
  assert.ok(own.ok, own.ok ? '' : own.error)
  const federation = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@policy", "@authenticated"])'
  const typeDefs = parse(`${federation} type Query { locations: [String!] @policy(policies: [["vip"]]) slow(ms: Int!): String @authenticated }`)
  const sdl = composeServices([{ name: 'stock', url: graph.urls.stock, typeDefs }]).supergraphSdl ?? ''
  const jwks = join(folder, 'jwks.json')
  writeFileSync(jwks, JSON.stringify({ keys: [issuer.publicKey] }))
  const router = await startTestRouter({ sdl, jwks, config: { authorization: own.value.config.authorization } })
  const token = await issuer.sign({ policies: ['vip'], policy: 'vip', scope: 'vip' })
  const reply = await ask(router, '{ locations }', { headers: { authorization: `Bearer ${token}` } })
  assert.deepEqual([reply.status, reply.json?.data, codesOf(reply)], [200, { locations: null }, ['UNAUTHORIZED_FIELD_OR_TYPE']])
  assert.equal(graph.calls.length, 0)
  await router.stop()
})
