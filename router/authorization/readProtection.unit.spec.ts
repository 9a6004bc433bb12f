import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

import { composeServices } from '@apollo/composition'
import { parse } from 'graphql'

import { protectsAnything, readProtection, type Protection } from './readProtection.ts'

const read = (sdl: string): Protection => {
  const protection = readProtection(parse(sdl))
  assert.ok(protection.ok, protection.ok ? '' : protection.error)
  return protection.value
}
const linked = (links: string, types: string): Protection =>
  read(`schema @link(url: "https://specs.apollo.dev/link/v1.0") @link(url: "https://specs.apollo.dev/join/v0.5") ${links} { query: Query } ${types}`)
const refused = (sdl: string): string => {
  const protection = readProtection(parse(sdl))
  assert.ok(!protection.ok)
  return protection.error
}

const signedIn = { authenticated: true, scopes: [], policies: [] }

test('reads the three directives from types and fields', () => {
  const { types, fields } = read(`
    type Query { me: User @authenticated mail: String @requiresScopes(scopes: [["a", "b"], ["c"]]) open: Int }
    type User @policy(policies: [["p"]]) { id: ID }
    interface I @authenticated { id: ID @authenticated }
    scalar S @authenticated
    enum E @requiresScopes(scopes: [["e"]]) { A }
  `)
  assert.deepEqual(Object.fromEntries(types), {
    User: { authenticated: false, scopes: [], policies: [[['p']]] },
    I: signedIn,
    S: signedIn,
    E: { authenticated: false, scopes: [[['e']]], policies: [] },
  })
  assert.deepEqual(Object.fromEntries(fields), {
    'Query.me': signedIn,
    'Query.mail': { authenticated: false, scopes: [[['a', 'b'], ['c']]], policies: [] },
    'I.id': signedIn,
  })
})

test('several directives on one element must all hold, on its extensions too', () => {
  const { types } = read(`
    type User @authenticated @requiresScopes(scopes: [["a"]]) @policy(policies: [["p"]]) { id: ID }
    extend type User @requiresScopes(scopes: [["b"]])
  `)
  assert.deepEqual(types.get('User'), { authenticated: true, scopes: [[['a']], [['b']]], policies: [[['p']]] })
})

test('[] and [[]] protect nothing, and a lone name is a list of one', () => {
  const { fields } = read(
    'type Query { a: Int @requiresScopes(scopes: []) b: Int @policy(policies: [[]]) c: Int @requiresScopes(scopes: "x") d: Int @requiresScopes(scopes: ["x", "y"]) }',
  )
  assert.deepEqual([...fields.keys()], ['Query.c', 'Query.d'])
  assert.deepEqual(fields.get('Query.c')?.scopes, [[['x']]])
  assert.deepEqual(fields.get('Query.d')?.scopes, [[['x'], ['y']]])
})

const renamed = [
  ['@link(url: "https://specs.apollo.dev/authenticated/v0.1", as: "auth", for: SECURITY)', '@auth'],
  ['@link(url: "https://specs.apollo.dev/authenticated/v0.1", import: [{ name: "@authenticated", as: "@signedIn" }], for: SECURITY)', '@signedIn'],
  ['@link(url: "https://specs.apollo.dev/authenticated/v0.1", as: "auth")', '@auth__authenticated'],
  ['@link(url: "https://specs.apollo.dev/federation/v2.9", import: [{ name: "@authenticated", as: "@member" }])', '@member'],
  ['@link(url: "https://specs.apollo.dev/federation/v2.9", as: "fed")', '@fed__authenticated'],
  ['@link(url: "https://specs.apollo.dev/federation/v2.9")', '@federation__authenticated'],
  ['@link(url: "https://specs.apollo.dev/requiresScopes/v0.1", as: "rs", import: [{ name: "Scope", as: "S" }])', '@rs(scopes: [["x"]])'],
  ['@link(url: "https://specs.apollo.dev/policy/v0.1", import: [{ name: "@policy", as: "@rule" }])', '@rule(policies: [["x"]])'],
  ['', '@authenticated'],
] as const
for (const [link, use] of renamed) {
  test(`protects what is called ${use}${link === '' ? ' without a link' : ` by ${link}`}`, () => {
    const { types, fields } = linked(link, `type Query { a: Int ${use} b: User } type User ${use} { id: ID }`)
    assert.deepEqual([...types.keys(), ...fields.keys()], ['User', 'Query.a'])
  })
}

test('a name that another specification was given is not ours', () => {
  const other = '@link(url: "https://specs.apollo.dev/tag/v0.3", import: [{ name: "@tag", as: "@policy" }])'
  assert.equal(protectsAnything(linked(other, 'type Query { a: Int @policy(name: "x") }')), false)
})

test('directives whose names were exchanged keep their meanings', () => {
  const { fields } = linked(
    '@link(url: "https://specs.apollo.dev/policy/v0.1", as: "requiresScopes") @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", as: "policy")',
    'type Query { a: Int @requiresScopes(policies: [["p"]]) b: Int @policy(scopes: [["s"]]) }',
  )
  assert.deepEqual(fields.get('Query.a')?.policies, [[['p']]])
  assert.deepEqual(fields.get('Query.b')?.scopes, [[['s']]])
})

test('refuses what it could not enforce', () => {
  assert.match(refused('type Query { a: Int @requiresScopes }'), /^The supergraph's @requiresScopes on Query\.a cannot be read/)
  assert.match(refused('type Query { a: Int @policy(policies: [[1]]) }'), /@policy on Query\.a cannot be read/)
  assert.match(refused('type Query { a(b: Int @authenticated): Int }'), /uses @authenticated where it cannot be enforced/)
  assert.match(refused('union U @authenticated = A type A { a: Int }'), /where it cannot be enforced/)
  assert.match(
    refused(
      'schema @link(url: "https://specs.apollo.dev/policy/v0.1", as: "x") @link(url: "https://specs.apollo.dev/authenticated/v0.1", as: "x") { query: Query }',
    ),
    /calls both @policy and @authenticated "@x"/,
  )
})

test('takes over what composition makes of an interface: everything that its implementers ask for', () => {
  const { supergraphSdl = '' } = composeServices([
    {
      name: 'a',
      url: 'http://a',
      typeDefs: parse(`
        extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@authenticated", { name: "@requiresScopes", as: "@scoped" }])
        type Query { n: N }
        interface N { t: Int }
        type A implements N @authenticated { t: Int @scoped(scopes: [["book"]]) }
        type B implements N @scoped(scopes: [["video"]]) { t: Int }
      `),
    },
  ])
  const { types, fields } = read(supergraphSdl)
  assert.deepEqual(types.get('N'), { authenticated: true, scopes: [[['video']]], policies: [] })
  assert.deepEqual(fields.get('N.t'), { authenticated: false, scopes: [[['book']]], policies: [] })
})

test("reads Agora's own supergraph", () => {
  const { types, fields } = read(readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8'))
  assert.deepEqual(types.get('AddAddressPayload'), { authenticated: false, scopes: [[['account:write']]], policies: [] })
  assert.deepEqual(fields.get('Address.city')?.scopes, [[['account:read'], ['users:read']]])
  assert.equal(fields.has('Query.products'), false)
  assert.equal(types.has('Node'), false)
})
