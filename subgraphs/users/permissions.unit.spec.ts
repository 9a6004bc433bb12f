import { test } from 'node:test'

import { assertPermissionsMatchDirectives } from '@agora/subgraph-kit/assertPermissionsMatchDirectives.ts'

import { permissions } from './permissions.ts'
import { typeDefs } from './typeDefs.ts'

test('asks of every field what its directives say', () => {
  assertPermissionsMatchDirectives(typeDefs, permissions)
})
