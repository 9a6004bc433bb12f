import assert from 'node:assert/strict'
import { test } from 'node:test'

import { assigned, type Place, type Reader } from './assign.ts'

const places: Place[] = ['orders', 'payments'].flatMap((topic) => [0, 1, 2, 3].map((partition) => ({ topic, partition })))
const reader = (member: string, ...topics: string[]): Reader => ({ member, topics })

test('every place has exactly one member, and members have equal shares', () => {
  const members = ['c', 'a', 'b', 'd'].map((name) => reader(name, 'orders', 'payments'))
  const shares = members.map(({ member }) => assigned(member, members, places))
  assert.deepEqual(
    shares.map((share) => share.length),
    [2, 2, 2, 2],
  )
  assert.equal(new Set(shares.flat()).size, 8)
})

test('the order in which members are listed changes nothing', () => {
  const members = [reader('a', 'orders'), reader('b', 'orders')]
  assert.deepEqual(assigned('a', members, places), assigned('a', members.toReversed(), places))
})

test('a topic is shared by those who read it', () => {
  const members = [reader('a', 'orders', 'payments'), reader('b', 'payments')]
  assert.deepEqual(
    assigned('a', members, places).filter(({ topic }) => topic === 'orders'),
    places.slice(0, 4),
  )
  assert.equal(assigned('b', members, places).length, 2)
})

test('a member alone has everything, and one that reads nothing has nothing', () => {
  assert.deepEqual(assigned('a', [reader('a', 'orders', 'payments')], places), places)
  assert.deepEqual(assigned('b', [reader('a', 'orders', 'payments'), reader('b')], places), [])
})
