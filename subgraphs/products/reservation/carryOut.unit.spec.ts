import assert from 'node:assert/strict'
import { test } from 'node:test'

import { KeyReused, tombstone, type Books } from './books.ts'
import { carryOut } from './carryOut.ts'
import type { StockCommand } from './stockCommand.ts'

const expiresAt = '2026-12-01T12:00:00.000Z'
const books = (given: Partial<Books> = {}): Books => ({
  inbox: new Map(),
  stock: new Map([['chair', new Map([['berlin', 5]])]]),
  held: new Map(),
  sold: new Map(),
  ...given,
})
const about = (orderId: string, step: string, fingerprint = step) => ({ key: `${orderId}:${step}`, orderId, fingerprint, requestId: undefined })
const lines = (quantity: number) => [{ variantId: 'chair', quantity }]
const reserve = (orderId: string, quantity: number): StockCommand => ({
  kind: 'reserve',
  ...about(orderId, 'reserve', `${quantity}`),
  lines: lines(quantity),
  expiresAt,
})
const commit = (orderId: string): StockCommand => ({ kind: 'commit', ...about(orderId, 'commit') })
const release = (orderId: string): StockCommand => ({ kind: 'release', ...about(orderId, 'release') })
const restock = (orderId: string, step = 'restock', quantity = 0): StockCommand => ({
  kind: 'restock',
  ...about(orderId, step),
  lines: quantity === 0 ? [] : lines(quantity),
})
const told = (commands: readonly StockCommand[], given?: Partial<Books>): unknown[] =>
  carryOut(commands, books(given)).answers.map((answer) => (answer instanceof KeyReused ? 'REUSED' : answer.ok ? 'ok' : answer.reason))
const chairs = (quantity: number) => [{ variantId: 'chair', locationId: 'berlin', quantity }]

test('a batch is carried out as if its commands had come one by one', () => {
  assert.deepEqual(told([reserve('a', 3), reserve('b', 3), release('a'), reserve('c', 3)]), ['ok', 'INSUFFICIENT_STOCK', 'ok', 'ok'])
})

test('what a batch reserves and lets go of again leaves nothing to write but its answers', () => {
  const { reservations, reserved, movements, inbox } = carryOut([reserve('a', 3), release('a')], books())
  assert.deepEqual([reservations, reserved, movements, [...inbox.keys()]], [[], [], [], ['a:reserve', 'a:release']])
})

test('what a batch reserves and commits is held first, so that the sale has something to take', () => {
  const { reservations, reserved, movements } = carryOut([reserve('a', 3), commit('a')], books())
  const [piece] = chairs(3)
  assert.deepEqual([reservations, reserved, movements], [[], [piece], [{ ...piece, orderId: 'a', reason: 'SOLD' }]])
})

test('the same key answers the same for the same message, and is refused for another', () => {
  assert.deepEqual(told([reserve('a', 3), reserve('a', 3), reserve('a', 2)]), ['ok', 'ok', 'REUSED'])
  const inbox = new Map([['a:reserve', { fingerprint: '3', answer: { ok: true } }]])
  const again = carryOut([reserve('a', 3), reserve('a', 2)], books({ inbox }))
  assert.deepEqual([told([reserve('a', 3), reserve('a', 2)], { inbox }), again.reserved], [['ok', 'REUSED'], []])
})

test('a reservation that comes after its release is refused, whatever it asks for', () => {
  assert.deepEqual(told([release('a'), reserve('a', 1), reserve('a', 2)]), ['ok', 'RELEASED', 'RELEASED'])
  assert.deepEqual(told([reserve('a', 1)], { inbox: new Map([['a:reserve', tombstone]]) }), ['RELEASED'])
})

test('each step that comes at the wrong time is refused by its name', () => {
  assert.deepEqual(told([commit('a'), restock('a')]), ['NOT_RESERVED', 'NOT_COMMITTED'])
  assert.deepEqual(told([release('a')], { sold: new Map([['a', chairs(3)]]) }), ['COMMITTED'])
  assert.deepEqual(told([reserve('a', 3), commit('a'), release('a')]), ['ok', 'ok', 'COMMITTED'])
})

test('what comes back goes to where it was taken from, and no more than was sold', () => {
  const sold = new Map([
    [
      'a',
      [
        { variantId: 'chair', locationId: 'berlin', quantity: 2 },
        { variantId: 'chair', locationId: 'lyon', quantity: 1 },
      ],
    ],
  ])
  const commands = [restock('a', 'restock:1', 1), restock('a', 'restock:2', 3), restock('a', 'restock:3'), restock('a', 'restock:4')]
  assert.deepEqual(told(commands, { sold }), ['ok', 'TOO_MANY', 'ok', 'ok'])
  assert.deepEqual(
    carryOut(commands, books({ sold })).movements.map(({ locationId, quantity }) => [locationId, quantity]),
    [
      ['berlin', 1],
      ['berlin', 1],
      ['lyon', 1],
    ],
  )
})

test('a variant that does not exist is told from one that is out of stock', () => {
  const stock = new Map([['chair', new Map()]])
  const [answer] = carryOut([reserve('a', 1)], books({ stock })).answers
  assert.deepEqual(answer, { ok: false, reason: 'INSUFFICIENT_STOCK', shortages: [{ variantId: 'chair', wanted: 1, available: 0 }] })
  assert.deepEqual(told([reserve('a', 1)], { stock: new Map() }), ['UNKNOWN_VARIANT'])
})
