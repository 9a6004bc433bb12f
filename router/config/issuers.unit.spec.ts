import assert from 'node:assert/strict'
import { test } from 'node:test'

import { isSafeKeySource } from './issuers.ts'
import { parseConfig } from './readConfigFile.ts'

const errorOf = (text: string): string => {
  const read = parseConfig(text, (name) => (name === 'X' ? 'groups' : undefined))
  return read.ok ? '' : read.error
}
const listing = (rest: string): string => `identity: { issuer: own, issuers: [{ issuer: a, jwks: a.json${rest} }] }`

test('keys come from files, over TLS, or from this machine', () => {
  for (const source of [
    'keys.json',
    '/etc/keys.json',
    'C:\\keys.json',
    'https://a.example/jwks',
    'http://localhost:1/',
    'http://127.0.0.1/',
    'http://[::1]:8/j',
  ])
    assert.equal(isSafeKeySource(source), true, source)
  for (const source of [
    'http://a.example/jwks',
    'HTTP://a.example',
    'http://127.0.0.1.evil.example/',
    'http://localhost@evil.example/',
    'ftp://localhost/',
    'file:///etc/keys',
    'data://x',
    'https://',
  ])
    assert.equal(isSafeKeySource(source), false, source)
})

test('an issuer has a prefix, roles and claims only where the file says so', () => {
  const read = parseConfig(listing(''), () => undefined)
  assert.deepEqual(read.ok && read.value.config.identity.issuers, [{ issuer: 'a', jwks: 'a.json', subjectPrefix: '', roles: false }])
})

test('no issuer stands twice, in the list or beside it', () => {
  assert.match(errorOf('identity: { issuers: [{ issuer: a, jwks: a }, { issuer: a, jwks: b }] }'), /identity\.issuers: names an issuer twice/)
  assert.match(errorOf('identity: { issuer: a, issuers: [{ issuer: a, jwks: a }] }'), /identity: names an issuer twice/)
})

test('no variable says which rights a token opens', () => {
  for (const sly of [', scopesClaim: "${env.X}"', ', policiesClaim: "${env.X:-p}"', ', roles: "${env.X:-true}"'])
    assert.equal(errorOf(listing(sly)), 'may not leave to a variable which claims of an issuer open fields.')
  assert.equal(errorOf(listing(', audience: "${env.X}", scopesClaim: scp')), '')
})
