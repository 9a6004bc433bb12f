import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createPurge, purgedTags, type Forgettable } from './purge.ts'

const graph: Forgettable = {
  subgraphs: ['shop', 'stock'],
  hasType: (name) => ['Product', 'Media', 'Node'].includes(name),
  typesOf: (type) => new Set(type === 'Node' ? ['Node', 'Product'] : [type]),
}
const product = ['entities Product', 'holding Product']

test('names what is forgotten, each tag once', () => {
  const named: readonly (readonly [unknown, readonly string[]])[] = [
    [{ everything: true }, ['subgraph shop', 'subgraph stock']],
    [{ subgraphs: ['stock'] }, ['subgraph stock']],
    [{ types: ['Product', 'Product'] }, product],
    [{ types: ['Node'] }, ['entities Node', 'holding Node', ...product]],
    [{ entities: [{ type: 'Product', ids: ['a', 'b'] }] }, ['entity Product a', 'holding Product', 'entity Product b']],
    [{ subgraphs: ['shop'], types: ['Media'] }, ['subgraph shop', 'entities Media', 'holding Media']],
  ]
  for (const [asked, tags] of named) assert.deepEqual(purgedTags(asked, graph), { ok: true, value: tags })
})

test('says in one sentence what it does not understand', () => {
  const refused: readonly (readonly [unknown, string])[] = [
    [{}, 'Nothing is named: say everything, subgraphs, types or entities.'],
    [{ types: [] }, 'Nothing is named: say everything, subgraphs, types or entities.'],
    [{ subgraphs: ['orders'] }, '`orders` is no subgraph whose answers are kept.'],
    [{ types: ['Produkt'] }, '`Produkt` is no type of the graph.'],
    [{ entities: [{ type: 'Produkt', ids: ['a'] }] }, '`Produkt` is no type of the graph.'],
    [{ tags: ['x'] }, 'The body: Unrecognized key: "tags"'],
    [{ entities: [{ type: 'Product', ids: [] }] }, 'entities.0.ids: Too small: expected array to have >=1 items'],
    [null, 'The body: Invalid input: expected object, received null'],
    [{ everything: false }, 'everything: Invalid input: expected true'],
  ]
  for (const [asked, error] of refused) assert.deepEqual(purgedTags(asked, graph), { ok: false, error })
})

test('asks the store for nothing it does not understand, and tells when the store is away', async () => {
  const told: (readonly string[])[] = []
  const purge = createPurge({ invalidate: async (tags) => told.push(tags) < 2 }, graph)
  const codes = async (asked: unknown): Promise<unknown> => {
    const outcome = await purge(asked)
    return outcome.ok ? outcome.value : outcome.error.extensions['code']
  }
  assert.equal(await codes({ types: ['Produkt'] }), 'BAD_USER_INPUT')
  assert.deepEqual(await codes({ types: ['Product'] }), { purged: 2 })
  assert.equal(await codes({ subgraphs: ['shop'] }), 'SERVICE_UNAVAILABLE')
  assert.deepEqual(told, [product, ['subgraph shop']])
})
