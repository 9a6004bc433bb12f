import assert from 'node:assert/strict'
import { test } from 'node:test'

import { parse } from 'graphql'

import { linksOf } from './links.ts'

const linksIn = (sdl: string) => linksOf(parse(sdl))

test('reads identity, alias, purpose and imports', () => {
  const [link] = linksIn(
    'schema @link(url: "https://specs.apollo.dev/policy/v0.1", as: "p", for: SECURITY, import: ["@policy", { name: "@x", as: "@y" }]) { query: Query }',
  )
  assert.deepEqual(link, {
    identity: 'https://specs.apollo.dev/policy',
    version: 'v0.1',
    name: 'policy',
    alias: 'p',
    purpose: 'SECURITY',
    imports: [
      { name: '@policy', alias: '@policy' },
      { name: '@x', alias: '@y' },
    ],
  })
})

test('finds links on extensions, under other names and without a version', () => {
  const names = linksIn(`
    schema @core(feature: "https://specs.apollo.dev/join/v0.3") { query: Query }
    extend schema @mylink(url: "https://specs.apollo.dev/authenticated/") @link(url: "https://specs.apollo.dev/requiresScopes/v9.9-beta")
  `).map(({ name }) => name)
  assert.deepEqual(names, ['join', 'authenticated', 'requiresScopes'])
})
