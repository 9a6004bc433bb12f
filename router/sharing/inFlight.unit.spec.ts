import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'

import { createInFlight, type Changes } from './inFlight.ts'

const here = (): AbortSignal => new AbortController().signal

function start(changes: Changes = { count: 0 }) {
  const begun: { readonly signal: AbortSignal; readonly answer: (value: string) => void; readonly fail: (error: Error) => void }[] = []
  const flights = createInFlight<string>(changes)
  const ask = (scope: string, text: string, signal: AbortSignal = here()): Promise<string> =>
    flights.join({ scope, text, signal }, (own) => {
      const { promise, resolve, reject } = Promise.withResolvers<string>()
      begun.push({ signal: own, answer: resolve, fail: reject })
      return promise
    }).value
  return { begun, ask }
}

test('begins once what is asked for several times at once, and again what is asked for later', async () => {
  const { begun, ask } = start()
  const asked = [ask('a', 'x'), ask('a', 'x'), ask('a', 'x')]
  begun[0]?.answer('one')
  assert.deepEqual(await Promise.all(asked), ['one', 'one', 'one'])
  const later = ask('a', 'x')
  begun[1]?.answer('two')
  assert.equal(await later, 'two')
  assert.equal(begun.length, 2)
})

test('shares neither over scopes nor over texts', () => {
  const { begun, ask } = start()
  for (const [scope, text] of [
    ['a', 'x'],
    ['b', 'x'],
    ['a', 'y'],
    ['', 'ax'],
  ] as const)
    void ask(scope, text)
  assert.equal(begun.length, 4)
})

test('goes on when one of several has gone, and stops when all have', async () => {
  const { begun, ask } = start()
  const callers = [new AbortController(), new AbortController()]
  for (const { signal } of callers) void ask('a', 'x', signal)
  callers[0]?.abort()
  await turn()
  assert.equal(begun[0]?.signal.aborted, false)
  callers[1]?.abort()
  assert.equal(begun[0]?.signal.aborted, true)
  void ask('a', 'x')
  assert.equal(begun.length, 2, 'what was given up is not joined')
})

test('counts a caller that had gone before it asked', async () => {
  const { begun, ask } = start()
  void ask('a', 'x', AbortSignal.abort())
  await turn()
  assert.equal(begun[0]?.signal.aborted, true)
})

test('fails for all, and nobody after', async () => {
  const { begun, ask } = start()
  const asked = [ask('a', 'x'), ask('a', 'x')]
  begun[0]?.fail(new Error('away'))
  assert.deepEqual(
    (await Promise.allSettled(asked)).map(({ status }) => status),
    ['rejected', 'rejected'],
  )
  const later = ask('a', 'x')
  begun[1]?.answer('back')
  assert.equal(await later, 'back')
})

test('shares nothing that was begun before a change with whoever asks after it', async () => {
  const changes: Changes = { count: 0 }
  const { begun, ask } = start(changes)
  const before = ask('a', 'x')
  changes.count += 1
  const after = [ask('a', 'x'), ask('a', 'x')]
  assert.equal(begun.length, 2)
  begun[1]?.answer('new')
  begun[0]?.answer('old')
  assert.deepEqual([await before, ...(await Promise.all(after))], ['old', 'new', 'new'])
})
