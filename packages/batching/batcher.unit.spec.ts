import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate, setTimeout } from 'node:timers/promises'

import { BatcherFull, createBatcher } from './batcher.ts'

/** A flush that answers when it is told to. */
function gate() {
  const batches: { readonly items: readonly number[]; readonly open: () => void }[] = []
  const flush = (items: readonly number[]): Promise<readonly number[]> =>
    new Promise((resolve) => batches.push({ items, open: () => resolve(items.map((item) => item * 10)) }))
  return { batches, flush }
}

test('a call alone goes at once, and what comes while a batch is under way goes with the next', async () => {
  const { batches, flush } = gate()
  const batcher = createBatcher({ flush, concurrent: 1 })
  const first = batcher.add(1)
  await setImmediate()
  const rest = [batcher.add(2), batcher.add(3), batcher.add(4)]
  assert.equal(batcher.waiting, 3)
  batches[0]?.open()
  assert.equal(await first, 10)
  await setImmediate()
  batches[1]?.open()
  assert.deepEqual(await Promise.all(rest), [20, 30, 40])
  assert.deepEqual(
    batches.map(({ items }) => items),
    [[1], [2, 3, 4]],
  )
})

test('in company a call waits a moment for others, alone it does not', async () => {
  const { batches, flush } = gate()
  const batcher = createBatcher({ flush, lingerMs: 5 })
  const ask = async (...items: number[]): Promise<void> => {
    const all = Promise.all(items.map((item) => batcher.add(item)))
    while (batcher.waiting > 0) await setTimeout(1)
    batches.at(-1)?.open()
    await all
  }
  await ask(1, 2)
  const third = batcher.add(3)
  await setImmediate()
  assert.equal(batcher.waiting, 1)
  await ask(4)
  await third
  const last = batcher.add(5)
  await setImmediate()
  assert.equal(batcher.waiting, 1)
  await setTimeout(10)
  batches.at(-1)?.open()
  await last
  void batcher.add(6)
  await setImmediate()
  assert.deepEqual(
    batches.map(({ items }) => items),
    [[1, 2], [3, 4], [5], [6]],
  )
})

test('no batch is larger than the limit, and no more are under way than allowed', async () => {
  const { batches, flush } = gate()
  const batcher = createBatcher({ flush, maxBatch: 2, concurrent: 2 })
  const all = Promise.all([1, 2, 3, 4, 5].map((item) => batcher.add(item)))
  await setImmediate()
  assert.deepEqual(
    [batches.map(({ items }) => items), batcher.waiting],
    [
      [
        [1, 2],
        [3, 4],
      ],
      1,
    ],
  )
  for (let index = 0; index < 3; index += 1) {
    batches[index]?.open()
    await setImmediate()
  }
  assert.deepEqual(await all, [10, 20, 30, 40, 50])
})

test('an error in the place of an answer rejects that item alone', async () => {
  const batcher = createBatcher({ flush: async (items: readonly number[]) => items.map((item) => (item === 2 ? new Error('two') : item)) })
  const settled = await Promise.allSettled([1, 2, 3].map((item) => batcher.add(item)))
  assert.deepEqual(
    settled.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason))),
    [1, 'Error: two', 3],
  )
})

test('a batch that fails is tried item by item, so that the bad one fails alone', async () => {
  const sizes: number[] = []
  const flush = async (items: readonly number[]): Promise<readonly number[]> => {
    sizes.push(items.length)
    if (items.includes(2)) throw new Error('two')
    return items
  }
  const batcher = createBatcher({ flush })
  const settled = await Promise.allSettled([1, 2, 3].map((item) => batcher.add(item)))
  assert.deepEqual(
    settled.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason))),
    [1, 'Error: two', 3],
  )
  assert.deepEqual(sizes, [3, 1, 1, 1])
})

test('an item that nobody waits for by the time it is tried alone is left out', async () => {
  const gone = new AbortController()
  const tried: (readonly number[])[] = []
  const flush = async (items: readonly number[]): Promise<readonly number[]> => {
    tried.push(items)
    gone.abort(new Error('too late'))
    if (items.length > 1) throw new Error('together')
    return items
  }
  const batcher = createBatcher({ flush })
  const [kept, left] = [batcher.add(1), batcher.add(2, gone.signal)]
  await assert.rejects(left, /too late/)
  assert.deepEqual([await kept, tried], [1, [[1, 2], [1]]])
})

test('what would fail each of them fails all of them at once', async () => {
  let calls = 0
  const flush = async (): Promise<readonly number[]> => {
    calls += 1
    throw new Error('the database is away')
  }
  const batcher = createBatcher({ flush, sharesFate: () => true })
  const settled = await Promise.allSettled([1, 2, 3].map((item) => batcher.add(item)))
  assert.deepEqual([settled.map(({ status }) => status), calls], [['rejected', 'rejected', 'rejected'], 1])
})

test('an item that nobody waits for any more is left out, unless its batch is under way', async () => {
  const { batches, flush } = gate()
  const batcher = createBatcher({ flush, concurrent: 1 })
  const [early, late] = [new AbortController(), new AbortController()]
  const first = batcher.add(1, early.signal)
  await setImmediate()
  const gone = batcher.add(2, late.signal)
  const stays = batcher.add(3)
  early.abort()
  late.abort(new Error('too late'))
  batches[0]?.open()
  assert.equal(await first, 10)
  await assert.rejects(gone, /too late/)
  batches[1]?.open()
  assert.deepEqual([await stays, batches[1]?.items], [30, [3]])
})

test('what exceeds the limit of those who wait is refused at once', async () => {
  const { batches, flush } = gate()
  const batcher = createBatcher({ flush, concurrent: 1, maxWaiting: 1 })
  const first = batcher.add(1)
  await setImmediate()
  const second = batcher.add(2)
  await assert.rejects(batcher.add(3), BatcherFull)
  batches[0]?.open()
  await first
  await setImmediate()
  batches[1]?.open()
  assert.equal(await second, 20)
})

test('a flush that answers too few fails its items rather than leaving them without an answer', async () => {
  const batcher = createBatcher({ flush: async () => [] as number[] })
  await assert.rejects(batcher.add(1), /A batch of 1 was given 0 answers/)
})
