import assert from 'node:assert/strict'
import { test } from 'node:test'

import { parse } from 'graphql'

import { nobody, protectedGraph, somebody } from '../testing/authorize.ts'
import { rightsKey, type Needs } from './needs.ts'

const graph = protectedGraph(`
  type Query { open: Int me: User @authenticated report: Int @requiresScopes(scopes: [["reports"], ["admin"]]) }
  type User { mail: String @requiresScopes(scopes: [["admin", "mail"]]) age: Int @policy(policies: [["adult"]]) }
`)
const needs = (query: string): Needs => graph.analyse(parse(query)).needs

test('an operation needs what its selections name, wherever they stand', () => {
  assert.deepEqual(needs('{ open }'), { authentication: false, scopes: [], policies: [] })
  assert.deepEqual(needs('{ report me { ...F } } fragment F on User { mail age }'), {
    authentication: true,
    scopes: ['admin', 'mail', 'reports'],
    policies: ['adult'],
  })
})

test('a fragment that only another operation spreads is not needed', () => {
  const { needs: ofA } = graph.analyse(parse('query A { open } query B { me { ...F } } fragment F on User { mail }'), 'A')
  assert.deepEqual(ofA, { authentication: false, scopes: [], policies: [] })
})

test("an administrator's operation is never a guest's, nor one guest's another's who holds more", () => {
  const asked = needs('{ report me { mail age } }')
  const keys = [
    nobody,
    somebody(),
    somebody(['admin']),
    somebody(['mail']),
    somebody(['admin', 'mail']),
    somebody(['admin', 'mail'], ['adult']),
    somebody([], ['adult']),
    { ...nobody, policies: new Set(['adult']) },
  ].map((rights) => rightsKey(asked, rights))
  assert.equal(new Set(keys).size, keys.length)
})

test('rights that an operation cannot notice do not part its viewers', () => {
  const asked = needs('{ report }')
  assert.equal(rightsKey(asked, nobody), rightsKey(asked, somebody(['orders:read', 'mail'], ['adult'])))
  assert.equal(rightsKey(needs('{ open }'), nobody), rightsKey(needs('{ open }'), somebody(['admin'])))
})

test('a scope with odd signs in it cannot pretend to be two', () => {
  const odd: Needs = { authentication: false, scopes: ['a', 'a","b', 'b'], policies: [] }
  assert.notEqual(rightsKey(odd, somebody(['a","b'])), rightsKey(odd, somebody(['a', 'b'])))
})
