import assert from 'node:assert/strict'
import { test } from 'node:test'

import { waitOut } from './lagBehind.ts'

const never = new AbortController().signal

/** A batch that counts how often the bus heard of its consumer. */
const batchWith = (signal: AbortSignal) => {
  const heard = { times: 0 }
  const heartbeat = async (): Promise<void> => void (heard.times += 1)
  return { signal, heartbeat, heard }
}

test('without a lag nothing is waited for', async () => {
  const batch = batchWith(never)
  await waitOut(batch, () => 0, never)
  assert.equal(batch.heard.times, 0)
})

test('a batch is held back for as long as the lag is, and the bus hears that its consumer lives', async () => {
  const batch = batchWith(never)
  const since = performance.now()
  await waitOut(batch, () => 700, never)
  assert.ok(performance.now() - since >= 699)
  assert.ok(batch.heard.times >= 2)
})

test('a lag that is taken away meanwhile ends', async () => {
  let asked = 0
  await waitOut(batchWith(never), () => ((asked += 1) === 1 ? 60_000 : 0), never)
  assert.equal(asked, 2)
})

test('the wait is cut short when the partition is taken away, and when the consumer stops', async () => {
  const cut = new AbortController()
  const waits = [waitOut(batchWith(cut.signal), () => 60_000, never), waitOut(batchWith(never), () => 60_000, cut.signal)]
  cut.abort()
  for (const wait of waits) await assert.rejects(wait, { name: 'AbortError' })
})
