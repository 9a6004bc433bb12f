import { test } from 'node:test'

import { assertPermissionsMatchDirectives } from '@agora/subgraph-kit/assertPermissionsMatchDirectives.ts'

import { permissions } from './permissions.ts'
import { typeDefs } from './typeDefs.ts'

test('what the SDL asks of a viewer is what the permission tree asks', () => {
  assertPermissionsMatchDirectives(typeDefs, permissions)
})
