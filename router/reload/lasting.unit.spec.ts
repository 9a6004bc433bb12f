import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createShelf } from './lasting.ts'

function shelfOfThings() {
  const closed: number[] = []
  let made = 0
  const shelf = createShelf()
  return { shelf, closed, make: () => (made += 1), close: (value: number) => void closed.push(value) }
}

test('hands the same thing to the next generation as long as its settings are the same', () => {
  const { shelf, make, close } = shelfOfThings()
  const [one, two] = [shelf.hold(), shelf.hold()]
  assert.equal(one.keep('buckets', { requests: 1 }, { make, close }), 1)
  assert.equal(two.keep('buckets', { requests: 1 }, { make, close }), 1)
  assert.equal(two.keep('buckets', { requests: 2 }, { make, close }), 2)
  assert.equal(two.keep('keys', { requests: 1 }, { make, close }), 3)
})

test('closes a thing when the last that holds it lets go, once', async () => {
  const { shelf, closed, make, close } = shelfOfThings()
  const [one, two] = [shelf.hold(), shelf.hold()]
  one.keep('buckets', {}, { make, close })
  two.keep('buckets', {}, { make, close })
  two.keep('buckets', {}, { make, close })
  await one.release()
  assert.deepEqual(closed, [])
  await two.release()
  await two.release()
  assert.deepEqual(closed, [1])
  assert.equal(shelf.hold().keep('buckets', {}, { make, close }), 2)
})
