import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import type { EntityList, Representation } from '../../planning/plan.ts'
import { facts, leaves, list } from '../../testing/handPlans.ts'
import { collectClosures } from './collect.ts'
import { generateCollect } from './collectSource.ts'
import type { Data } from './represent.ts'

const graph = facts(
  'interface Media { id: ID } type Book implements Media { id: ID } type Film implements Media { id: ID } type User { id: ID } union Any = User | Book',
)

function sent(data: Data, wanted: EntityList): unknown {
  return collectClosures(wanted, graph)(data).representations
}

test('an entity is represented by the first that fits its type, if it has all that is needed', () => {
  const representations = [leaves('Book', 'isbn'), leaves('Media', 'id')]
  const found = collectClosures(
    list('all', representations),
    graph,
  )({
    all: [
      { __typename: 'Book', isbn: 'b', id: '1' },
      { __typename: 'Book', id: '2' },
      { __typename: 'Film', id: '3' },
      { __typename: 'Media', id: '4' },
      { __typename: 'Media', id: null },
      { __typename: 'User', id: '5' },
      { id: '6' },
    ],
  })
  assert.deepEqual(found.representations, [
    { __typename: 'Book', isbn: 'b' },
    { __typename: 'Film', id: '3' },
    { __typename: 'Media', id: '4' },
    { __typename: 'Media', id: null },
  ])
  assert.deepEqual([found.indices, found.ends], [[0, 1, 2, 3], [4]])
})

test('keys are sent by their own names, objects below with what is needed of them, fragments where they fit', () => {
  const leaf = (key: string, as = key) => ({ kind: 'field', key, as, selections: null }) as const
  const representation: Representation = {
    on: 'User',
    selections: [
      leaf('_internal_1', 'price'),
      { kind: 'field', key: 'shelf', as: 'place', selections: [leaf('no'), { kind: 'fragment', on: 'Media', selections: [leaf('id')] }] },
    ],
  }
  const user = (shelf: unknown): Data => ({ all: [{ __typename: 'User', _internal_1: 5, shelf }] })
  const wanted = list('all', [representation])
  const base = { __typename: 'User', price: 5 }
  assert.deepEqual(sent(user({ no: 1, more: 2 }), wanted), [{ ...base, place: { no: 1 } }])
  assert.deepEqual(sent(user([{ __typename: 'Film', no: 1, id: 'x' }, null, [{ __typename: 'User', no: 2, id: 'y' }]]), wanted), [
    { ...base, place: [{ no: 1, id: 'x' }, null, [{ no: 2 }]] },
  ])
  assert.deepEqual(sent(user(null), wanted), [{ ...base, place: null }])
  for (const lacking of [undefined, {}, [{ no: 1 }, {}], { __typename: 'Book', no: 1 }, 'text']) assert.deepEqual(sent(user(lacking), wanted), [])
})

test('what subgraphs call an interface’s objects is set before they are told apart', () => {
  const rewrite = {
    kind: 'set',
    path: [
      { kind: 'types', names: ['Media'] },
      { kind: 'key', key: '__typename' },
    ],
    value: 'Media',
  } as const
  const wanted = list('all', [leaves('Media', 'id')], { inputRewrites: [rewrite] })
  const all = ['Book', 'Film', 'Media'].map((type) => ({ __typename: type, id: '1' }))
  const found = collectClosures(wanted, graph)({ all })
  assert.deepEqual([found.representations, found.indices, found.targets], [[{ __typename: 'Media', id: '1' }], [0, 0, 0], all])
})

test('entities are the same when their fields are, not when only their text is', () => {
  const all = [1, '1', true, 'true', null].map((id) => ({ __typename: 'User', id }))
  assert.equal(collectClosures(list('all', [leaves('User', 'id')]), graph)({ all }).representations.length, 5)
})

const leafValue = fc.constantFrom<unknown>(1, '1', 'a', null, true, undefined)
const type = fc.constantFrom('Book', 'Film', 'User', 'Media', 'Other', undefined)
const { tree } = fc.letrec<{ tree: unknown; object: unknown }>((tie) => ({
  tree: fc.oneof({ maxDepth: 6 }, fc.constantFrom(null, 3), tie('object'), fc.array(tie('tree'), { maxLength: 4 })),
  object: fc.record({ __typename: type, id: leafValue, constructor: leafValue, below: tie('tree') }),
}))
const representations = fc.subarray(
  [leaves('Book', 'id', 'constructor'), leaves('Media', 'id'), leaves('User', 'constructor'), leaves('Any'), leaves('Film')],
  { minLength: 1 },
)
const paths = fc.subarray(['below', 'below.@.below', 'below.below|Film|Media', 'toString', ''], { minLength: 1 })

test('both forms find the same entities and tell them apart alike', () => {
  fc.assert(
    fc.property(tree, representations, paths, (below, wanted, at) => {
      const one = list(at, wanted)
      const data = { __typename: 'User', id: '1', below }
      const closures = collectClosures(one, graph)(data)
      const source = generateCollect(one, graph)?.(data)
      assert.deepEqual(source, closures)
      const texts = closures.representations.map((representation) => JSON.stringify(representation))
      assert.equal(new Set(texts).size, texts.length)
      assert.deepEqual(collectClosures(one, graph)(data, closures).representations, closures.representations)
    }),
    { numRuns: 300, includeErrorInReport: true },
  )
})
