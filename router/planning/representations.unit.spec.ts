import assert from 'node:assert/strict'
import { test } from 'node:test'

import { parse } from 'graphql'

import type { RequiredField } from './plan.ts'
import { namesOfTypes, readPossibleTypes } from './possibleTypes.ts'
import { firstThatFits } from './representations.ts'

const types = readPossibleTypes(
  parse(`union Found = Book | Film | User interface Node { id: ID! } interface Media implements Node { id: ID! } type User implements Node { id: ID! }
    type Book implements Media & Node { id: ID! } type Film implements Media & Node { id: ID! }`),
)

const field = (key: string, ...inner: RequiredField[]): RequiredField => ({
  kind: 'field',
  key,
  as: key,
  selections: inner.length === 0 ? null : inner,
})

test('fragments of which one fits at most stay as they are', () => {
  const fragments = [
    { on: 'Book', selections: [field('id')] },
    { on: 'User', selections: [field('name')] },
  ]
  assert.deepEqual(firstThatFits(fragments, types), fragments)
  assert.deepEqual(firstThatFits([{ on: 'Node', selections: [field('id')] }], types), [{ on: 'Node', selections: [field('id')] }])
})

test('two fragments of one type are one', () => {
  const fragments = [
    { on: 'Book', selections: [field('id'), field('owner', field('id'))] },
    { on: 'Book', selections: [field('owner', field('name')), field('id'), { kind: 'fragment', on: 'Node', selections: [field('id')] } as const] },
  ]
  assert.deepEqual(firstThatFits(fragments, types), [
    {
      on: 'Book',
      selections: [field('id'), field('owner', field('id'), field('name')), { kind: 'fragment', on: 'Node', selections: [field('id')] }],
    },
  ])
})

test('a fragment of an interface counts for each of its members, and last for objects that go by its name', () => {
  const fragments = [
    { on: 'Node', selections: [field('id')] },
    { on: 'Book', selections: [field('isbn')] },
    { on: 'Media', selections: [field('title')] },
  ]
  assert.deepEqual(
    firstThatFits(fragments, types).map(({ on, selections }) => [
      on,
      ...selections.map((selection) => (selection.kind === 'field' ? selection.key : '')),
    ]),
    [
      ['User', 'id'],
      ['Book', 'id', 'isbn', 'title'],
      ['Film', 'id', 'title'],
      ['Media', 'id', 'title'],
      ['Node', 'id'],
    ],
  )
})

test('a type condition is met by its name and by those of its members', () => {
  assert.deepEqual(namesOfTypes(types, ['Media', 'User']), ['Media', 'Book', 'Film', 'User'])
  assert.deepEqual(namesOfTypes(types, ['Found']), ['Found', 'Book', 'Film', 'User'])
  assert.deepEqual([...types.interfacesOf('Book')], ['Media', 'Node'])
  assert.deepEqual(
    [types.isA('Media', 'Node'), types.isA('Node', 'Media'), types.isA('Book', 'Found'), types.isA('Book', 'Book')],
    [true, false, true, true],
  )
})
