import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { Invoice } from './invoices.ts'
import { meanOf, qualityOf, splitLast } from './protocol.ts'

const invoice = (number: string, customer: string, day: number): Invoice => ({
  number,
  customer,
  at: new Date(Date.UTC(2011, 0, day)),
  items: [number],
})

test('the last invoice of whoever has several is held out, the only one of others is learned', () => {
  const [first, only, last] = [invoice('1', 'a', 1), invoice('2', 'b', 2), invoice('3', 'a', 3)]
  assert.deepEqual(splitLast([first, only, last]), { learned: [first, only], heldOut: new Map([['a', last]]) })
})

test('a list that hits everything first is perfect, one that hits nothing is worth nothing', () => {
  assert.deepEqual(qualityOf(['x', 'y', 'z'], new Set(['x', 'y'])), { recall: 1, ndcg: 1, hit: 1 })
  assert.deepEqual(qualityOf(['z'], new Set(['x'])), { recall: 0, ndcg: 0, hit: 0 })
})

test('a hit counts less the later it stands, and not at all behind the twentieth place', () => {
  assert.equal(qualityOf(['z', 'x'], new Set(['x'])).ndcg, 1 / Math.log2(3))
  assert.equal(qualityOf([...Array.from({ length: 20 }, (_, nth) => `z${nth}`), 'x'], new Set(['x'])).hit, 0)
})

test('the mean is over customers', () => {
  assert.deepEqual(
    meanOf([
      { recall: 1, ndcg: 1, hit: 1 },
      { recall: 0, ndcg: 0.5, hit: 0 },
    ]),
    { recall: 0.5, ndcg: 0.75, hit: 0.5 },
  )
})
