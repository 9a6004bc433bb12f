import assert from 'node:assert/strict'
import { test } from 'node:test'

import { parse, print } from 'graphql'

import { nobody, protectedGraph, somebody } from '../testing/authorize.ts'
import { admitOperation, type AuthorizationMode } from './admitOperation.ts'
import { filterOperation } from './filterOperation.ts'

const graph = protectedGraph(`
  type Query { me: User @authenticated users: [User!] }
  type User { id: ID mail: String @requiresScopes(scopes: [["mail"]]) }
`)
const analysis = graph.analyse(parse('query ($m: Boolean = true) { i: me { mail } users { id mail @include(if: $m) } }'))
const admit = (mode: AuthorizationMode, rights = nobody, variables: Readonly<Record<string, unknown>> = { m: true }) =>
  admitOperation({ mode, analysis, filtered: filterOperation(analysis, rights), variables, requestId: 'r1' })
const oneLine = (document: Parameters<typeof print>[0] | null): string | null => (document === null ? null : print(document).replaceAll(/\s+/g, ' '))
const pathsOf = (errors: readonly { readonly path?: readonly (string | number)[] | undefined }[]) => errors.map(({ path }) => path?.join('.'))

test('filter plans what is left and tells of the nulls', () => {
  const admitted = admit('filter')
  assert.ok(!admitted.refused)
  assert.equal(oneLine(admitted.document), '{ users { id } }')
  assert.equal(admitted.denied.size, 3)
  assert.deepEqual(pathsOf(admitted.errors({ paths: [['i'], ['users', 0, 'mail']], total: 2 })), ['i', 'users.0.mail'])
  assert.deepEqual(
    admitted.denials.map(({ path }) => path.join('.')),
    ['i', 'users.mail'],
  )
})

test('reject refuses the whole operation for one denial, by the paths of the operation', () => {
  const refused = admit('reject')
  assert.ok(refused.refused)
  assert.deepEqual(pathsOf(refused.errors), ['i', 'users.mail'])
})

test('reject admits what is not denied, and what the variables switch off', () => {
  assert.equal(admit('reject', somebody(['mail'])).refused, false)
  const users = graph.analyse(parse('query ($m: Boolean = true) { users { id mail @include(if: $m) } }'))
  const off = admitOperation({ mode: 'reject', analysis: users, filtered: filterOperation(users, nobody), variables: { m: false }, requestId: 'r1' })
  assert.ok(!off.refused)
  assert.equal(oneLine(off.document), '{ users { id } }')
  assert.deepEqual(off.errors({ paths: [], total: 0 }), [])
})

test('a dry run takes nothing away and tells of everything, nested denials included', () => {
  const admitted = admit('dry-run')
  assert.ok(!admitted.refused)
  assert.equal(admitted.denied.size, 0)
  assert.equal(oneLine(admitted.document), 'query ($m: Boolean = true) { i: me { mail } users { id mail @include(if: $m) } }')
  assert.deepEqual(pathsOf(admitted.errors({ paths: [], total: 0 })), ['i', 'i.mail', 'users.mail'])
})
