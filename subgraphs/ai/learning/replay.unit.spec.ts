import assert from 'node:assert/strict'
import { test } from 'node:test'

import { WINDOW } from './pairs.ts'
import { replay } from './replay.ts'

const sale = (minute: number, ...productIds: readonly string[]) => ({ orderId: `o${minute}`, productIds, at: new Date(minute * 60_000) })

test('what was bought before is paired with what is fresh, the newest purchase last', () => {
  assert.deepEqual(replay(new Map(), [sale(1, 'tea', 'pot', 'tea'), sale(2, 'cup'), sale(3, 'tea', 'jam')]), [
    { orderId: 'o1', fresh: ['pot', 'tea'], partners: [] },
    { orderId: 'o2', fresh: ['cup'], partners: ['tea', 'pot'] },
    { orderId: 'o3', fresh: ['jam'], partners: ['pot', 'cup'] },
  ])
})

test('what was bought before the first of the orders is known to it, and no more partners than the window', () => {
  const before = new Map(Array.from({ length: WINDOW + 5 }, (_, nth) => [`p${nth}`, new Date(nth)]))
  const [taught] = replay(before, [sale(1, 'p3', 'tea')])
  assert.deepEqual(taught?.fresh, ['tea'])
  assert.deepEqual([taught?.partners.length, taught?.partners[0], taught?.partners.at(-1)], [WINDOW, 'p5', `p${WINDOW + 4}`])
})
