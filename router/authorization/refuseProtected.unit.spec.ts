import assert from 'node:assert/strict'
import { test } from 'node:test'

import { parse } from 'graphql'

import { linksOf } from '../supergraph/links.ts'
import { refuseProtected } from './refuseProtected.ts'

const judge = (sdl: string, said = false): boolean => {
  const document = parse(sdl)
  return refuseProtected({ document, links: linksOf(document) }, said).ok
}
const schema = (directives: string): string =>
  `schema @link(url: "https://specs.apollo.dev/join/v0.5") ${directives} { query: Query } type Query { a: Int }`

test('lets an unprotected supergraph pass', () => {
  assert.equal(judge(schema('@link(url: "https://specs.apollo.dev/tag/v0.3")')), true)
})

const protectedLinks = [
  '@link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)',
  '@link(url: "https://specs.apollo.dev/requiresScopes/v0.1", for: SECURITY)',
  '@link(url: "https://specs.apollo.dev/policy/v0.1", for: SECURITY)',
  '@link(url: "https://specs.apollo.dev/policy/v0.2")',
  '@link(url: "https://specs.apollo.dev/authenticated/v17.0", as: "harmless")',
  '@link(url: "https://specs.apollo.dev/authenticated")',
  '@link(url: "https://specs.apollo.dev/authenticated/v0.1/?x=y")',
  '@link(url: "https://specs.apollo.dev/federation/v2.9", import: [{ name: "@requiresScopes", as: "@tagged" }])',
  '@sneaky(url: "https://specs.apollo.dev/policy/v0.1")',
]

for (const link of protectedLinks) {
  test(`refuses ${link}`, () => {
    assert.equal(judge(schema(link)), false)
  })
}

test('refuses a definition that no link announces', () => {
  assert.equal(judge(`${schema('')} directive @authenticated on FIELD_DEFINITION`), false)
  assert.equal(judge(`schema { query: Query } extend schema @link(url: "https://specs.apollo.dev/policy/v0.1") type Query { a: Int }`), false)
})

test('says why in one sentence and what may be said', () => {
  const document = parse(schema(protectedLinks[0] ?? ''))
  const refused = refuseProtected({ document, links: linksOf(document) }, false)
  assert.ok(!refused.ok)
  assert.match(refused.error, /uses @authenticated, which this router does not enforce/)
  assert.match(refused.error, /"authorization: enforced-by-subgraphs"/)
})

test('believes a config file that says who enforces it', () => {
  for (const link of protectedLinks) assert.equal(judge(schema(link), true), true)
})
