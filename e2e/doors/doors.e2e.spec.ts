import assert from 'node:assert/strict'
import { test } from 'node:test'

import { request } from 'undici'

import { operatorUrl, publicUrl } from '../stack.ts'

async function statusOf(url: string, headers: Record<string, string> = {}): Promise<number> {
  const answer = await request(url, { headers })
  await answer.body.dump()
  return answer.statusCode
}

test('the public port opens the doors of the contract and no others', async () => {
  const open = ['/health', '/ready', '/.well-known/jwks.json', '/graphiql']
  assert.deepEqual(
    await Promise.all(open.map((path) => statusOf(publicUrl + path))),
    open.map(() => 200),
  )
  const shut = [
    '/',
    '/metrics',
    '/services',
    '/dev/inbox',
    '/dev/inbox.json',
    '/dev/flags',
    '/webhooks/nobody',
    '/webhooks/',
    '/webhooks/local/more',
    '/graphql/',
    '/admin',
    '/.env',
    '/media/..%2f..%2fkeys',
    '//health',
  ]
  assert.deepEqual(
    await Promise.all(shut.map(async (path) => `${path} ${await statusOf(publicUrl + path)}`)),
    shut.map((path) => `${path} 404`),
  )
})

test('the operator port shows metrics, services and the development doors', async () => {
  const open = ['/metrics', '/metrics/users', '/metrics/orders-worker', '/services', '/dev/inbox', '/dev/inbox.json', '/dev/flags']
  assert.deepEqual(
    await Promise.all(open.map((path) => statusOf(operatorUrl + path))),
    open.map(() => 200),
  )
  assert.equal(await statusOf(`${operatorUrl}/graphql`), 404)
})

test('/services lists every subgraph with health, version and schema hash', async () => {
  const answer = await request(`${operatorUrl}/services`)
  const { services } = (await answer.body.json()) as { services: { name: string; healthy: boolean; version: string; schemaHash: string }[] }
  assert.deepEqual(services.map(({ name, healthy }) => [name, healthy]).sort(), [
    ['ai', true],
    ['orders', true],
    ['payments', true],
    ['products', true],
    ['users', true],
  ])
  for (const { version, schemaHash } of services) assert.ok(version.length > 0 && /^[0-9a-f]{8,64}$/.test(schemaHash))
})

test('the public keys hold no private half', async () => {
  const answer = await request(`${publicUrl}/.well-known/jwks.json`)
  const { keys } = (await answer.body.json()) as { keys: Record<string, unknown>[] }
  assert.ok(keys.length >= 1)
  for (const key of keys) assert.deepEqual(Object.keys(key).sort(), ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'])
})

test('every answer carries the strict headers', async () => {
  for (const path of ['/health', '/graphiql', '/nowhere']) {
    const { headers, body } = await request(publicUrl + path)
    await body.dump()
    assert.equal(headers['x-content-type-options'], 'nosniff', path)
    assert.match(String(headers['strict-transport-security']), /^max-age=\d{7,}/, path)
    assert.match(String(headers['content-security-policy']), /frame-ancestors 'none'/, path)
    assert.doesNotMatch(String(headers['content-security-policy']), /script-src[^;]*'unsafe-inline'/, path)
  }
})

test('pictures are served in a sandbox', async () => {
  const query = encodeURIComponent('{ products(first: 1) { nodes { media { url } } } }')
  const answer = await request(`${publicUrl}/graphql?query=${query}`, { headers: { 'apollo-require-preflight': 'true' } })
  const { data } = (await answer.body.json()) as { data: { products: { nodes: { media: { url: string }[] }[] } } }
  const url = data.products.nodes[0]?.media[0]?.url
  assert.ok(url?.startsWith('/media/'), `the address is ${url}`)
  const picture = await request(publicUrl + url)
  assert.equal(picture.statusCode, 200)
  assert.equal(picture.headers['content-type'], 'image/svg+xml')
  assert.equal(picture.headers['x-content-type-options'], 'nosniff')
  assert.match(String(picture.headers['content-security-policy']), /\bsandbox\b/)
  assert.match(await picture.body.text(), /^<svg /)
})

test('an answer says which version of the API it is of; a version that is not answered is refused before anything is asked', async () => {
  const asked = async (version?: string): Promise<readonly unknown[]> => {
    const headers = { 'content-type': 'application/json', ...(version === undefined ? {} : { 'x-api-version': version }) }
    const answer = await request(`${publicUrl}/graphql`, { method: 'POST', headers, body: '{"query":"{ me { id } }"}' })
    const { data, errors } = (await answer.body.json()) as { data?: unknown; errors?: { extensions: Record<string, unknown> }[] }
    return [answer.statusCode, answer.headers['x-api-version'], data, errors?.map(({ extensions: { code, supported } }) => [code, supported])]
  }
  assert.deepEqual(await asked(), [200, '2026-12', { me: null }, undefined])
  assert.deepEqual(await asked('2026-12'), [200, '2026-12', { me: null }, undefined])
  assert.deepEqual(await asked('2020-01'), [400, undefined, undefined, [['BAD_REQUEST', ['2026-12']]]])
})
