import assert from 'node:assert/strict'
import { test } from 'node:test'

import { parse } from 'graphql'

import { linksOf } from '../supergraph/links.ts'
import { admitSupergraph, type AdmissionFacts } from './admitSupergraph.ts'
import { protectsAnything } from './readProtection.ts'

const AUTHENTICATED = '@link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)'
const graph = (links: string, types: string): AdmissionFacts['supergraph'] => {
  const document = parse(`schema @link(url: "https://specs.apollo.dev/join/v0.5") ${links} { query: Query } ${types}`)
  return { document, links: linksOf(document) }
}
const protectedOne = graph(AUTHENTICATED, 'type Query { a: Int @authenticated }')
const judge = (supergraph: AdmissionFacts['supergraph'], facts: Partial<AdmissionFacts> = {}) =>
  admitSupergraph({ supergraph, enforcedBySubgraphs: false, enforcedHere: true, knowsViewers: true, ...facts })

test('serves a protected supergraph where it is enforced and viewers are known', () => {
  const admitted = judge(protectedOne)
  assert.ok(admitted.ok)
  assert.deepEqual([...admitted.value.fields.keys()], ['Query.a'])
})

test('refuses to start for a protected supergraph without any way to know viewers', () => {
  assert.deepEqual(judge(protectedOne, { knowsViewers: false }), {
    ok: false,
    error:
      'The supergraph protects fields, and this router has no way to know viewers: give it public keys with --jwks, name the subgraph that issues tokens as identity.authority, or say in identity.issuers whose tokens are accepted.',
  })
})

test('serves an unprotected supergraph to everybody, without keys too', () => {
  for (const links of ['', AUTHENTICATED]) {
    const admitted = judge(graph(links, 'type Query { a: Int }'), { knowsViewers: false })
    assert.ok(admitted.ok)
    assert.equal(protectsAnything(admitted.value), false)
  }
})

test('an engine before which nothing is filtered does not get a protected supergraph', () => {
  const refused = judge(protectedOne, { enforcedHere: false })
  assert.match(refused.ok ? '' : refused.error, /uses @authenticated, which this router does not enforce/)
  assert.equal(judge(graph('', 'type Query { a: Int }'), { enforcedHere: false }).ok, true)
})

test('leaves a supergraph to its subgraphs where the config says so', () => {
  for (const enforcedHere of [true, false]) {
    const admitted = judge(protectedOne, { enforcedBySubgraphs: true, enforcedHere, knowsViewers: false })
    assert.equal(admitted.ok && protectsAnything(admitted.value), false)
  }
})

test('what subgraphs check too is enforced here by an engine that can, and served as it is by one that cannot', () => {
  const both = { checkedBySubgraphsToo: true }
  const [enforced, passedOn] = [judge(protectedOne, both), judge(protectedOne, { ...both, enforcedHere: false })]
  assert.deepEqual(
    [enforced, passedOn].map((admitted) => admitted.ok && protectsAnything(admitted.value)),
    [true, false],
  )
  assert.equal(judge(protectedOne, { ...both, knowsViewers: false }).ok, false)
})

test('refuses what cannot be read rather than serve it unprotected', () => {
  const unreadable = graph('', 'type Query { a: Int @requiresScopes(scope: "x") }')
  assert.match(judge(unreadable).ok ? '' : 'refused', /refused/)
})
