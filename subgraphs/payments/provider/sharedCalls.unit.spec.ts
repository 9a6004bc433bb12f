import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'

import { ProviderSlow } from './provider.ts'
import { createSharedCalls } from './sharedCalls.ts'

/** Calls that last until they are answered, at a time that stands still until it is moved. */
function start(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  let now = 0
  t.mock.method(performance, 'now', () => now)
  const made: { readonly signal: AbortSignal; readonly answer: (text: string) => void }[] = []
  const ask = (signal: AbortSignal): Promise<string> => new Promise((answer) => made.push({ signal, answer }))
  const pass = async (ms: number): Promise<void> => {
    now += ms
    t.mock.timers.tick(ms)
    await turn()
  }
  return { ...createSharedCalls<string>(), made, ask, pass, aborted: () => made.map(({ signal }) => signal.aborted) }
}

test('a call is cut a fifth of a second before its asker’s deadline, and is unknown', async (t) => {
  const { shared, ask, pass, aborted } = start(t)
  const cut = assert.rejects(
    shared('k', ask, () => 2000),
    ProviderSlow,
  )
  await pass(1799)
  assert.deepEqual(aborted(), [false])
  await pass(1)
  assert.deepEqual(aborted(), [true])
  await cut
})

test('however little is left, a call gets a quarter of a second', async (t) => {
  const { alone, ask, pass, aborted } = start(t)
  const cut = assert.rejects(
    alone(ask, () => 0),
    ProviderSlow,
  )
  await pass(249)
  assert.deepEqual(aborted(), [false])
  await pass(1)
  assert.deepEqual(aborted(), [true])
  await cut
})

test('an impatient asker does not cut the call of a patient one, whoever came first', async (t) => {
  for (const waits of [
    [1000, 3000],
    [3000, 1000],
  ]) {
    const { shared, ask, pass, made, aborted } = start(t)
    const answers = Promise.all(waits.map((leftMs) => shared('k', ask, () => leftMs)))
    await pass(2700)
    assert.deepEqual(aborted(), [false])
    made[0]?.answer('held')
    assert.deepEqual(await answers, ['held', 'held'])
    t.mock.reset()
    t.mock.timers.reset()
  }
})

test('who brings no deadline waits as long as the adapter does', async (t) => {
  const { shared, ask, pass, made } = start(t)
  const answers = Promise.all([shared('k', ask, () => 1000), shared('k', ask, undefined)])
  await pass(60_000)
  made[0]?.answer('held')
  assert.deepEqual([await answers, made.length], [['held', 'held'], 1])
})

test('whoever asks after a call was cut makes a new one', async (t) => {
  const { shared, ask, pass, made } = start(t)
  const cut = assert.rejects(
    shared('k', ask, () => 500),
    ProviderSlow,
  )
  await pass(300)
  await cut
  const again = shared('k', ask, () => 500)
  made[1]?.answer('held')
  assert.deepEqual([await again, made.length], ['held', 2])
})
