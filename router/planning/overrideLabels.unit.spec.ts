import assert from 'node:assert/strict'
import { test } from 'node:test'

import { parse } from 'graphql'

import { composeSupergraph } from '../testing/composeSupergraph.ts'
import { moving, people } from '../testing/smallSupergraphs.ts'
import { readOverrideLabels } from './overrideLabels.ts'

const labels = readOverrideLabels(
  parse(`schema { query: Query }
    union Any = Thing | Other
    interface Named { name: String @join__field(graph: A, overrideLabel: "interface") }
    type Query { thing: Thing any: Any named: Named other: Other plain: Int }
    type Thing implements Named @join__type(graph: A, key: "code { part }") {
      name: String @join__field(graph: A, overrideLabel: "name")
      x: Int @join__field(graph: A, overrideLabel: "percent(5)") @join__field(graph: B, override: "a", overrideLabel: "percent(5)")
      sum: Int @join__field(graph: C, requires: "x deep { y }")
      deep: Deep
      code: Code
    }
    type Deep { y: Int @join__field(graph: A, overrideLabel: "y") }
    type Code { part: Int @join__field(graph: A, overrideLabel: "key") }
    type Other implements Named { name: String @join__field(graph: A, overrideLabel: "other") more: [[Deep!]!] }`),
)

const reached = (operation: string): readonly string[] => labels.reachedBy(parse(operation), undefined)

test('the labels of a supergraph', () => {
  assert.deepEqual(labels.all, ['interface', 'key', 'name', 'other', 'percent(5)', 'y'])
  assert.deepEqual(readOverrideLabels(composeSupergraph(moving).document).all, ['beta', 'percent(25)', 'percent(50.5)'])
  assert.deepEqual(readOverrideLabels(composeSupergraph(people).document).all, [])
})

test('an operation reaches the labels of its fields, and of the keys by which their objects are found', () => {
  assert.deepEqual(reached('{ plain }'), [])
  assert.deepEqual(reached('{ other { more { y } } }'), ['y'])
  assert.deepEqual(reached('{ thing { x } }'), ['key', 'percent(5)'])
})

test('requirements count with all that they name', () => {
  assert.deepEqual(reached('{ thing { sum } }'), ['key', 'percent(5)', 'y'])
})

test('a field of an interface counts for all that implement it, fragments for what they are of', () => {
  assert.deepEqual(reached('{ named { name } }'), ['interface', 'key', 'name', 'other'])
  assert.deepEqual(reached('{ any { ... on Other { name } ...T } } fragment T on Thing { x }'), ['interface', 'key', 'other', 'percent(5)'])
})

test('of several operations only the chosen one counts', () => {
  const document = parse('query A { plain } query B { thing { x } }')
  assert.deepEqual([labels.reachedBy(document, 'A'), labels.reachedBy(document, 'B')], [[], ['key', 'percent(5)']])
})
