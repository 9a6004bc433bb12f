import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

import { parseConfig } from './readConfigFile.ts'

const variables = (given: Readonly<Record<string, string>>) => (name: string) => given[name]
const nothing = variables({})

test('takes the literal phrase from the file', () => {
  const read = parseConfig('authorization: enforced-by-subgraphs', nothing)
  assert.equal(read.ok && read.value.subgraphsEnforceAuthorization, true)
})

test('says nothing of authorization where the file does not', () => {
  const read = parseConfig('listen: { port: 5000 }', nothing)
  assert.equal(read.ok && read.value.subgraphsEnforceAuthorization, false)
  assert.equal(read.ok && read.value.config.listen.port, 5000)
})

test('refuses a phrase that a variable would complete', () => {
  const sly = variables({ X: 'enforced-by-subgraphs', AUTHORIZATION: 'enforced-by-subgraphs' })
  const phrases = [
    '${env.X}',
    '${env.X:-enforced-by-subgraphs}',
    '${env.NONE:-enforced-by-subgraphs}',
    'enforced-by-${env.NONE:-subgraphs}',
    'true',
    '" enforced-by-subgraphs"',
    '[enforced-by-subgraphs]',
  ]
  for (const phrase of phrases) {
    assert.deepEqual(
      parseConfig(`authorization: ${phrase}`, sly),
      { ok: false, error: 'may say of authorization only the literal "enforced-by-subgraphs", or keys and values.' },
      phrase,
    )
  }
})

test('reads how the directives are enforced, from the file itself', () => {
  const read = (text: string) => parseConfig(text, variables({ X: 'dry-run' }))
  const said = read(
    'authorization: { mode: reject, errors: extensions, scopesClaim: roles, policiesClaim: policies, requireAuthentication: true, log: false }',
  )
  assert.ok(said.ok)
  assert.equal(said.value.subgraphsEnforceAuthorization, false)
  assert.deepEqual(said.value.config.authorization, {
    mode: 'reject',
    errors: 'extensions',
    log: false,
    requireAuthentication: true,
    scopesClaim: 'roles',
    policiesClaim: 'policies',
    subgraphsCheckToo: false,
  })
  const unsaid = read('authorization: enforced-by-subgraphs')
  assert.deepEqual(unsaid.ok && unsaid.value.config.authorization, {
    mode: 'filter',
    errors: 'errors',
    log: true,
    requireAuthentication: false,
    scopesClaim: 'scope',
    subgraphsCheckToo: false,
  })
})

test('lets no variable weaken how the directives are enforced', () => {
  const sly = variables({ X: 'dry-run', CLAIM: 'sub' })
  for (const setting of [
    'mode: "${env.X}"',
    'requireAuthentication: "${env.NONE:-false}"',
    'policiesClaim: "${env.CLAIM}"',
    'scopesClaim: "x${env.CLAIM}"',
    'mde: filter',
  ]) {
    const read = parseConfig(`authorization: { ${setting} }`, sly)
    assert.equal(read.ok ? '' : read.error.startsWith('is not valid: authorization'), true, setting)
  }
})

test('does not let a variable write the key', () => {
  const sly = variables({ KEY: 'authorization', INJECT: 'x\nauthorization: enforced-by-subgraphs' })
  assert.equal(parseConfig('${env.KEY}: enforced-by-subgraphs', sly).ok, false)
  const injected = parseConfig('identity: { issuer: "${env.INJECT}" }', sly)
  assert.equal(injected.ok && injected.value.subgraphsEnforceAuthorization, false)
})

test('reads numbers, switches and lists from variables', () => {
  const text =
    'listen: { port: "${env.PORT:-4000}" }\ndevelopment: ${env.DEV:-false}\ncors: { origins: "${env.CORS_ORIGINS:-}" }\ntrustedProxies: ${env.PROXIES:-}'
  const read = parseConfig(text, variables({ PORT: '4100', DEV: 'true', PROXIES: '10.0.0.0/8, 127.0.0.1' }))
  assert.ok(read.ok)
  assert.equal(read.value.config.listen.port, 4100)
  assert.equal(read.value.config.development, true)
  assert.deepEqual(read.value.config.cors.origins, [])
  assert.deepEqual(read.value.config.trustedProxies, ['10.0.0.0/8', '127.0.0.1'])
})

test('names what is wrong', () => {
  assert.deepEqual(parseConfig('identity: { issuer: "${env.NONE}" }', nothing), { ok: false, error: 'names variables that are not set: NONE.' })
  assert.deepEqual(parseConfig('a: [', nothing).ok, false)
  assert.deepEqual(parseConfig('- a', nothing), { ok: false, error: 'must hold keys and values.' })
  const unknown = parseConfig('limits: { dept: 5 }', nothing)
  assert.equal(!unknown.ok && unknown.error.startsWith('is not valid: limits: Unrecognized key'), true)
})

test("Agora's own file is complete: its router enforces authorization, its subgraphs check too, and no claim of a token opens a policy", () => {
  const text = readFileSync(new URL('../agora.yaml', import.meta.url), 'utf8')
  const needed = {
    EDGE_KEYS_DIR: '/k',
    USERS_INTERNAL_URL: 'http://127.0.0.1:1',
    PRODUCTS_INTERNAL_URL: 'http://127.0.0.1:2',
    ORDERS_INTERNAL_URL: 'http://127.0.0.1:3',
    PAYMENTS_INTERNAL_URL: 'http://127.0.0.1:4',
    AI_INTERNAL_URL: 'http://127.0.0.1:5',
  }
  const read = parseConfig(text, variables(needed))
  assert.ok(read.ok, read.ok ? '' : read.error)
  assert.equal(read.value.subgraphsEnforceAuthorization, false)
  assert.deepEqual(read.value.config.authorization, {
    mode: 'filter',
    errors: 'errors',
    log: true,
    requireAuthentication: false,
    scopesClaim: 'scope',
    subgraphsCheckToo: true,
  })
  assert.equal(read.value.config.identity.audience, 'agora')
  assert.equal(read.value.config.subgraphs['users']?.url, undefined)
})
