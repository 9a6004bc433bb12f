import assert from 'node:assert/strict'
import { test } from 'node:test'

import { parse } from 'graphql'

import { anonymous, type Viewer } from '@agora/security/viewer.ts'
import { customer, guest } from '@agora/testkit/viewers.ts'

import { assertPermissionsMatchDirectives } from './assertPermissionsMatchDirectives.ts'
import { library, permissions as libraryPermissions } from './fixtures/library.ts'
import { allOf, anyone, anyOf, nobody, owner, permissionOf, scope, signedIn, type Permission, type PermissionTree } from './permissions.ts'
import { protectSchema } from './protectSchema.ts'

const scoped = (...scopes: readonly string[]): Viewer => ({ ...customer('usr_1'), scopes })
const viewers = { anonymous, guest: guest(), plain: scoped(), a: scoped('a'), b: scoped('b'), ab: scoped('a', 'b') }
const allowed = (permission: Permission, parent?: unknown): string[] =>
  Object.entries(viewers)
    .filter(([, viewer]) => permission.holds(viewer, parent))
    .map(([name]) => name)

test('rules hold for exactly those they name', () => {
  assert.deepEqual(allowed(anyone), Object.keys(viewers))
  assert.deepEqual(allowed(nobody), [])
  assert.deepEqual(allowed(signedIn), ['guest', 'plain', 'a', 'b', 'ab'])
  assert.deepEqual(allowed(scope('a')), ['a', 'ab'])
  assert.deepEqual(allowed(allOf(scope('a'), scope('b'))), ['ab'])
  assert.deepEqual(allowed(anyOf(scope('a'), scope('b'))), ['a', 'b', 'ab'])
  assert.deepEqual(allowed(anyOf()), [])
  const own = owner<{ id: string }>((row, { sub }) => row.id === sub)
  assert.deepEqual(allowed(own, { id: 'usr_1' }), ['plain', 'a', 'b', 'ab'])
  assert.deepEqual(allowed(anyOf(scope('a'), own), { id: 'usr_2' }), ['a', 'ab'])
  assert.deepEqual([own.contextual, anyOf(scope('a'), own).contextual, allOf(scope('a'), signedIn).contextual], [false, false, true])
})

test('everybody with the same permissions, as one viewer, may what each of them may, and owns nothing', () => {
  const everybody: Viewer = { kind: 'anonymous', permissions: { kind: 'user', roles: [], scopes: ['a'] } }
  const own = owner<{ id: string }>(() => true)
  assert.deepEqual(
    [anyone, signedIn, scope('a'), scope('b'), own].map((permission) => permission.holds(everybody, {})),
    [true, true, true, false, false],
  )
})

test('whatever the tree does not name is denied', () => {
  const tree: PermissionTree = { A: anyone, B: { x: anyone }, C: { '*': anyone, y: nobody } }
  const asked = [
    ['A', 'x'],
    ['B', 'x'],
    ['B', 'y'],
    ['C', 'x'],
    ['C', 'y'],
    ['D', 'x'],
    ['constructor', 'x'],
    ['B', 'constructor'],
    ['B', '__proto__'],
  ] as const
  assert.deepEqual(
    asked.map(([type, field]) => permissionOf(tree, type, field) === anyone),
    [true, true, false, true, false, false, false, false, false],
  )
})

test('a tree that names what the schema lacks is refused at the start', () => {
  assert.throws(() => protectSchema({ ...library, permissions: { ...libraryPermissions, Nothing: anyone } }), /Nothing/)
  assert.throws(() => protectSchema({ ...library, permissions: { ...libraryPermissions, Book: { nothing: anyone } } }), /Book\.nothing/)
})

const sdl = (query: string): ReturnType<typeof parse> =>
  parse(`extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@authenticated", "@requiresScopes"]) ${query}`)

const faultsOf = (typeDefs: string, tree: PermissionTree): string[] => {
  try {
    assertPermissionsMatchDirectives(sdl(typeDefs), tree)
    return []
  } catch (error) {
    return (error as Error).message
      .split('\n')
      .slice(1)
      .map((line) => line.trim())
  }
}

test('a tree that asks what the directives ask is accepted', () => {
  assertPermissionsMatchDirectives(library.typeDefs, { ...libraryPermissions, Query: { ...libraryPermissions['Query'], never: scope('nobody') } })
  assert.deepEqual(
    faultsOf('type Query { a: Int b: Int @authenticated c: Int @requiresScopes(scopes: [["x", "y"], ["z"]]) }', {
      Query: { a: anyone, b: signedIn, c: anyOf(scope('z'), allOf(scope('y'), scope('x'))) },
    }),
    [],
  )
  const own = owner<{ id: string }>((row, { sub }) => row.id === sub)
  assert.deepEqual(faultsOf('type Query { a: Int @authenticated b: Int @authenticated }', { Query: { a: own, b: anyOf(scope('x'), own) } }), [])
  const typed = 'type Query { list: [T!]! } type T @requiresScopes(scopes: [["x"]]) { a: Int }'
  assert.deepEqual(
    [faultsOf(typed, { Query: { list: anyone }, T: scope('x') }), faultsOf(typed, { Query: { list: scope('x') }, T: scope('x') })],
    [[], []],
  )
})

test('every difference is named: too open, too strict, missing, unknown', () => {
  const types =
    'type Query { a: Int @authenticated b: Int c: Int @requiresScopes(scopes: [["x"]]) d: Int @requiresScopes(scopes: [["x"]]) } type T { e: Int }'
  assert.deepEqual(faultsOf(types, { Query: { a: anyone, b: scope('x'), c: signedIn, d: allOf(scope('x'), scope('y')) }, U: anyone }), [
    'Query.a: the permission tree lets in the anonymous, the SDL does not',
    'Query.b: the SDL lets in the anonymous, the permission tree does not',
    'Query.c: the permission tree lets in whoever is signed in, the SDL does not',
    'Query.d: the SDL lets in whoever has x, the permission tree does not',
    'T: is not in the permission tree',
    'U: is no object type of the SDL',
  ])
})
