import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, test } from 'node:test'

import { createLogger } from '@agora/logger/logger.ts'

import { routerConfig } from '../config/routerConfig.ts'
import { ask, codesOf, type Reply } from '../testing/ask.ts'
import { startSmallGraph } from '../testing/smallGraph.ts'
import { startTestRouter } from '../testing/testRouter.ts'
import { AUDIENCE, createTestIssuer, ISSUER, unsignedToken } from '../testing/tokens.ts'
import { openIdentity } from './openIdentity.ts'

const [PARTNER, CLOUD, AWAY] = ['https://partner.example', 'https://cloud.example', 'https://away.example']
const [own, partner, cloud, next] = await Promise.all(['same', 'same', 'cloud', 'next'].map(createTestIssuer))
assert.ok(own !== undefined && partner !== undefined && cloud !== undefined && next !== undefined)
const folder = mkdtempSync(join(tmpdir(), 'router-issuers-'))
const fileOf = (name: string, keys: readonly object[]): string => {
  const path = join(folder, name)
  writeFileSync(path, JSON.stringify({ keys }))
  return path
}
let published = [cloud.publicKey]
let asked = 0
const server = createServer((_, response) => {
  asked += 1
  response.end(JSON.stringify({ keys: published }))
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

const jwks = fileOf('own.json', [own.publicKey])
const issuers = [
  { issuer: PARTNER, jwks: fileOf('partner.json', [partner.publicKey]), audience: 'shop', scopesClaim: 'scp', subjectPrefix: 'partner|' },
  {
    issuer: CLOUD,
    jwks: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`,
    tokenType: 'JWT',
    roles: true,
    policiesClaim: 'policies',
  },
  { issuer: AWAY, jwks: 'http://127.0.0.1:1/jwks' },
]
const identity = { issuer: ISSUER, audience: AUDIENCE, tokenType: 'at+jwt', issuers }
const graph = await startSmallGraph()
const router = await startTestRouter({ sdl: graph.sdl, jwks, config: { identity } })
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })
const outcome = async (token: string): Promise<unknown[]> => {
  const reply: Reply = await ask(router, '{ locations }', bearer(token))
  return [reply.status, ...codesOf(reply)]
}
const partners = { iss: PARTNER, aud: 'shop' }

beforeEach(() => void graph.calls.splice(0))
after(async () => {
  await router.stop()
  await graph.stop()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  rmSync(folder, { recursive: true })
})

test('tokens of each issuer are answered, each by its own rules', async () => {
  assert.deepEqual(await outcome(await own.sign()), [200])
  assert.deepEqual(await outcome(await partner.sign(partners)), [200])
  assert.deepEqual(await outcome(await cloud.sign({ iss: CLOUD }, { typ: 'JWT' })), [200])
  graph.calls.splice(0)
  const refused = [401, 'UNAUTHENTICATED']
  assert.deepEqual(await outcome(await partner.sign({ iss: PARTNER })), refused)
  assert.deepEqual(await outcome(await own.sign({ aud: 'shop' })), refused)
  assert.deepEqual(await outcome(await cloud.sign({ iss: CLOUD })), refused)
  assert.equal(graph.calls.length, 0)
})

test('no issuer speaks for another, whatever its keys are called', async () => {
  const forged = [
    await partner.sign(),
    await own.sign(partners),
    await cloud.sign({}, { kid: 'same' }),
    await partner.sign({ ...partners, iss: CLOUD }, { kid: 'cloud', typ: 'JWT' }),
    await partner.sign({ iss: 'https://evil.example' }),
    await partner.sign({}, { jku: issuers[1]?.jwks, x5u: issuers[1]?.jwks, jwk: partner.publicKey }),
    unsignedToken(),
  ]
  asked = 0
  for (const token of forged) assert.deepEqual(await outcome(token), [401, 'UNAUTHENTICATED'])
  assert.deepEqual([graph.calls.length, asked], [0, 0])
})

test('an issuer whose keys are away keeps out its own holders alone', async () => {
  assert.deepEqual(await outcome(await next.sign({ iss: AWAY })), [503, 'IDENTITY_UNAVAILABLE'])
  assert.deepEqual(await outcome(await partner.sign(partners)), [200])
})

test('unknown key ids have one issuer asked again, and not more often than every ten seconds', async () => {
  const logger = createLogger({ service: 'router', level: 'silent' })
  const config = routerConfig.parse({ identity: { issuers } })
  asked = 0
  const access = await openIdentity({ config, jwks: undefined, authority: undefined, logger })
  assert.equal(asked, 1)
  published = [cloud.publicKey, next.publicKey]
  const token = await next.sign({ iss: CLOUD }, { typ: 'JWT' })
  for (let time = 0; time < 20; time += 1) assert.equal((await access.identity.identify(`Bearer ${token}`)).ok, false)
  assert.equal(asked, 1)
  access.stop()
})

test('a partner has its scopes and a name of its own; roles, policies and sessions only as the config says', async () => {
  const logger = createLogger({ service: 'router', level: 'silent' })
  const config = routerConfig.parse({ identity, authorization: { policiesClaim: 'policies' } })
  const access = await openIdentity({ config, jwks, authority: undefined, logger })
  const claims = { scope: 'a', scp: ['b'], roles: ['ADMIN'], policies: ['p'], auth_time: 7 }
  const viewerOf = async (token: string): Promise<unknown> => {
    const identified = await access.identity.identify(`Bearer ${token}`)
    return identified.ok ? identified.value : identified.error.extensions['code']
  }
  const common = { kind: 'user', amr: ['pwd'], acr: '1', authTime: 7 }
  assert.deepEqual(await viewerOf(await own.sign(claims)), {
    ...common,
    sub: 'usr_1',
    sid: 'ses_1',
    roles: ['ADMIN'],
    scopes: ['a'],
    policies: ['p'],
  })
  assert.deepEqual(await viewerOf(await partner.sign({ ...claims, ...partners })), {
    ...common,
    sub: 'partner|usr_1',
    sid: null,
    roles: [],
    scopes: ['b'],
  })
  assert.deepEqual(await viewerOf(await cloud.sign({ ...claims, iss: CLOUD }, { typ: 'JWT' })), {
    ...common,
    sub: 'usr_1',
    sid: null,
    roles: ['ADMIN'],
    scopes: ['a'],
    policies: ['p'],
  })
  assert.equal(await viewerOf(await cloud.sign({ ...claims, iss: CLOUD, roles: ['SERVICE'] }, { typ: 'JWT' })), 'UNAUTHENTICATED')
  assert.equal(await viewerOf(await partner.sign({ ...claims, ...partners, roles: ['SERVICE'] })), 'UNAUTHENTICATED')
  access.stop()
})

test('issuers come and go with reloads, and one whose keys were there is not given up for none', async (t) => {
  const changing = await startTestRouter({ sdl: graph.sdl, jwks, config: { identity } })
  t.after(() => changing.stop())
  const status = async (token: string): Promise<number> => (await ask(changing, '{ locations }', bearer(token))).status
  const token = await partner.sign(partners)
  const [first] = issuers
  assert.equal(await status(token), 200)
  const serve = async (listed: readonly object[]): Promise<unknown[]> => {
    const done = await changing.serve({ config: { identity: { ...identity, issuers: listed } } })
    return done.outcome === 'refused' ? [done.outcome, done.reason] : [done.outcome]
  }
  const refused = await serve([{ ...first, jwks: join(folder, 'none.json') }])
  assert.deepEqual(refused, ['refused', `The keys of the issuer ${PARTNER} could not be loaded with the new settings.`])
  assert.equal(await status(token), 200)
  assert.deepEqual(await serve([]), ['reloaded'])
  assert.equal(await status(token), 401)
  assert.deepEqual(await serve([{ ...first }, { issuer: 'new', jwks: 'http://127.0.0.1:1/' }]), ['reloaded'])
  assert.equal(await status(token), 200)
})

test('a router with keys of its own says whose they are before others are listed', async () => {
  await assert.rejects(
    startTestRouter({ sdl: graph.sdl, jwks, config: { identity: { issuers } } }),
    /the config must say as identity\.issuer whose keys/,
  )
})
