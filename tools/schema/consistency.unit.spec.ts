import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

import { parse } from 'graphql'

import { cacheControlFaults, valueTypeFaults, versionFaults } from './consistency.ts'

const header = readFileSync(new URL('../../schema/values/federation.graphql', import.meta.url), 'utf8')
const subgraph = (name: string, text: string): { readonly name: string; readonly typeDefs: ReturnType<typeof parse> } => ({
  name,
  typeDefs: parse(text),
})

test("the house's header links and composes @cacheControl at the pinned version", () => {
  const shop = [subgraph('shop', header)]
  assert.deepEqual(cacheControlFaults(shop), [])
  assert.deepEqual(versionFaults(shop, '2.9'), [])
  assert.deepEqual(versionFaults(shop, '2.10'), ['shop does not link federation v2.10, which supergraph.yaml pins'])
})

test('a subgraph whose hints would be lost on the way is named', () => {
  const lost = subgraph('shop', header.replace('@composeDirective(name: "@cacheControl")', ''))
  assert.deepEqual(cacheControlFaults([lost]), [
    'shop does not link and compose @cacheControl: take schema/values/federation.graphql in its typeDefs.ts',
  ])
})

test('a value type that two subgraphs write differently is named; how a description is quoted does not matter', () => {
  const one = subgraph('one', '"A price." type Money @shareable { amount: Int! } enum Currency { USD } type Own { a: Int }')
  const same = subgraph('two', '"""A price.""" type Money @shareable { amount: Int! } enum Currency { USD } type Own { b: Int }')
  const other = subgraph('three', '"A sum." type Money @shareable { amount: Int! } enum Currency { USD EUR }')
  assert.deepEqual(valueTypeFaults([one, same]), [])
  assert.deepEqual(valueTypeFaults([one, other]), [
    'Money is not the same text in one and three: move it to schema/values/',
    'Currency is not the same text in one and three: move it to schema/values/',
  ])
})
