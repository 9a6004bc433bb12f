import assert from 'node:assert/strict'
import { test } from 'node:test'

import { readSupergraphConfig } from './supergraphConfig.ts'

const text = (version: string, more = ''): string =>
  `federation_version: ${version}\nsubgraphs:\n  users:\n    routing_url: http://u\n    schema: { file: ./schema/subgraphs/users.graphql }\n${more}`

test("reads rover's format", () => {
  assert.deepEqual(readSupergraphConfig(text('=2.9.0')), {
    federation: '2.9',
    subgraphs: [{ name: 'users', url: 'http://u', file: 'schema/subgraphs/users.graphql' }],
  })
})

test('refuses a version that is not pinned, a name that rover would refuse and a key that nobody reads', () => {
  assert.throws(() => readSupergraphConfig(text('=2.9')), /supergraph\.yaml cannot be used:[^]*pin it exactly/)
  assert.throws(
    () => readSupergraphConfig(text('=2.9.0', '  9lives:\n    routing_url: ""\n    schema: { file: ./a }\n')),
    /supergraph\.yaml cannot be used/,
  )
  assert.throws(() => readSupergraphConfig(text('=2.9.0', '    subgraph_url: http://u\n')), /subgraph_url/)
})
