import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { ask, codesOf } from '../testing/ask.ts'
import { startSmallGraph } from '../testing/smallGraph.ts'
import { startTestRouter } from '../testing/testRouter.ts'
import { createTestIssuer } from '../testing/tokens.ts'

const issuer = await createTestIssuer()
const folder = mkdtempSync(join(tmpdir(), 'router-rate-'))
const jwks = join(folder, 'jwks.json')
writeFileSync(jwks, JSON.stringify({ keys: [issuer.publicKey] }))
const graph = await startSmallGraph()
const wide = { requests: 100_000, seconds: 60, burst: 0 }
const hundred = { requests: 100, seconds: 60, burst: 0 }

after(async () => {
  await graph.stop()
  rmSync(folder, { recursive: true })
})

test('answers the hundred and first request of an address with 429, Retry-After and no call', async () => {
  const router = await startTestRouter({ sdl: graph.sdl, config: { rateLimits: { perAddress: hundred, perUser: wide } } })
  for (let count = 0; count < 100; count += 1) assert.equal((await ask(router, '{ __typename }')).status, 200)
  graph.calls.splice(0)
  const reply = await ask(router, '{ locations }')
  assert.deepEqual([reply.status, codesOf(reply), graph.calls.length], [429, ['RATE_LIMITED'], 0])
  assert.match(String(reply.headers['retry-after']), /^[1-9]\d?$/)
  assert.equal((await ask(router, '{ locations }', { headers: { 'x-forwarded-for': '198.51.100.7' } })).status, 429)
  await router.stop()
})

test('counts each signed-in viewer apart', async () => {
  const router = await startTestRouter({ sdl: graph.sdl, jwks, config: { rateLimits: { perAddress: wide, perUser: hundred } } })
  const as = async (sub: string) => ({ headers: { authorization: `Bearer ${await issuer.sign({ sub })}` } })
  const one = await as('usr_1')
  for (let count = 0; count < 100; count += 1) assert.equal((await ask(router, '{ __typename }', one)).status, 200)
  assert.deepEqual(codesOf(await ask(router, '{ __typename }', await as('usr_1'))), ['RATE_LIMITED'])
  assert.equal((await ask(router, '{ __typename }', await as('usr_2'))).status, 200)
  assert.equal((await ask(router, '{ __typename }')).status, 200)
  await router.stop()
})

test('counts by the forwarded address behind a trusted proxy', async () => {
  const router = await startTestRouter({
    sdl: graph.sdl,
    config: { trustedProxies: ['127.0.0.1'], rateLimits: { perAddress: { ...hundred, requests: 1 }, perUser: wide } },
  })
  const from = (address: string) => ask(router, '{ __typename }', { headers: { 'x-forwarded-for': address } })
  assert.deepEqual([(await from('198.51.100.1')).status, (await from('198.51.100.2')).status, (await from('198.51.100.1')).status], [200, 200, 429])
  await router.stop()
})

test('does not trip over a busy reader with the default limits', async () => {
  const router = await startTestRouter({ sdl: graph.sdl })
  const replies = await Promise.all(Array.from({ length: 600 }, () => ask(router, '{ __typename }')))
  assert.equal(
    replies.every(({ status }) => status === 200),
    true,
  )
  await router.stop()
})
