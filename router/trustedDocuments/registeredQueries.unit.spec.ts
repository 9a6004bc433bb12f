import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createRegisteredQueries } from './registeredQueries.ts'

test('as many texts are remembered as may be, those that were asked for last', async () => {
  const queries = createRegisteredQueries({ entries: 3, bytes: 1000 })
  for (const name of ['a', 'b', 'c']) await queries.set(`apq:${name}`, `{ ${name} }`)
  assert.equal(queries.find('a'), '{ a }')
  assert.equal(await queries.get('apq:b'), '{ b }')
  await queries.set('apq:d', '{ d }')
  assert.deepEqual(['a', 'b', 'c', 'd'].map(queries.find), ['{ a }', '{ b }', undefined, '{ d }'])
  assert.equal(queries.size, 3)
})

test('as many bytes are remembered as may be, and a text that is longer alone drives nothing out', async () => {
  const queries = createRegisteredQueries({ entries: 100, bytes: 40 })
  await queries.set('apq:a', 'a'.repeat(10))
  await queries.set('apq:b', 'b'.repeat(10))
  await queries.set('apq:huge', 'c'.repeat(21))
  assert.deepEqual(
    ['a', 'b', 'huge'].map((hash) => queries.find(hash)?.length),
    [10, 10, undefined],
  )
  await queries.set('apq:c', 'c'.repeat(11))
  assert.deepEqual(
    ['a', 'b', 'c'].map((hash) => queries.find(hash)?.length),
    [undefined, undefined, 11],
  )
})

test('a text that is registered again, or forgotten, is not counted twice', async () => {
  const queries = createRegisteredQueries({ entries: 100, bytes: 40 })
  for (let time = 0; time < 10; time += 1) await queries.set('apq:a', 'a'.repeat(10))
  await queries.set('apq:b', 'b'.repeat(10))
  assert.equal(queries.size, 2)
  assert.deepEqual([await queries.delete('apq:a'), await queries.delete('apq:a')], [true, false])
  await queries.set('apq:c', 'c'.repeat(10))
  assert.equal(queries.size, 2)
})
