import assert from 'node:assert/strict'
import { test } from 'node:test'

import { Kind } from 'graphql'

import { typeDefs } from '../typeDefs.ts'
import { invalidInput, refusals } from './errors.ts'

test('every refusal has its code in the graph, and every code of the graph a refusal', () => {
  const declared = typeDefs.definitions.flatMap((node) =>
    node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === 'CartErrorCode' ? (node.values ?? []).map(({ name }) => name.value) : [],
  )
  const used = [invalidInput({ message: '', field: null }), ...Object.values(refusals)].map(({ code }) => code)
  assert.deepEqual(used.toSorted(), declared.toSorted())
})
