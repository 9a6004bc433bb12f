import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'

import { beginDeadline, currentDeadline, remainingMs, underDeadline, underNoDeadline } from './deadline.ts'

test('what is done under a deadline, and what follows from it, sees what is left; all else has no end', async () => {
  const deadline = beginDeadline(10_000, () => undefined)
  const seen = await underDeadline(deadline, async () => {
    await wait(10)
    return [remainingMs() > 9000 && remainingMs() <= 9995, underNoDeadline(remainingMs)(), currentDeadline() === deadline]
  })
  deadline.lift()
  assert.deepEqual([...seen, remainingMs(), currentDeadline()], [true, Infinity, true, Infinity, undefined])
})

test('it is over when its time has come or when it is ended, which is told once', async () => {
  let told = 0
  const [late, ended] = [beginDeadline(20, () => (told += 1)), beginDeadline(Infinity, () => (told += 10))]
  assert.equal(ended.remainingMs(), Infinity)
  ended.end()
  ended.end()
  ended.lift()
  await wait(60)
  late.end()
  assert.deepEqual([late.remainingMs(), ended.remainingMs(), told], [0, 0, 11])
})

test('one that was lifted is never over', async () => {
  const deadline = beginDeadline(20, () => assert.fail('It was lifted'))
  deadline.lift()
  await wait(40)
  deadline.end()
  assert.equal(deadline.remainingMs(), Infinity)
})
