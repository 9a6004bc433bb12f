import assert from 'node:assert/strict'
import { test } from 'node:test'

import { guardHook, type Station } from './guardHook.ts'

type Double = Station<[number], number>

const guarded = (hook: (next: Double) => Double, next: Double = async (value) => value * 2): Double =>
  guardHook(hook, next, {
    handsOn: (value) => assert.notEqual(value, 13),
    answers: (answer) => (assert.equal(typeof answer, 'number'), answer),
    failed: (error) => (error instanceof Error ? -1 : -2),
  })

const broken = new Error('below')

test('a hook stands around what comes after it', async () => {
  assert.equal(await guarded((next) => async (value) => (await next(value + 1)) + 1)(1), 5)
})

test('what it throws, now or later, is its failure, and so is what it must not answer or hand on', async () => {
  const faults: ((next: Double) => Double)[] = [
    () => () => {
      throw new Error('now')
    },
    () => async () => {
      throw new Error('later')
    },
    () => async () => 'text' as never,
    (next) => () => next(13),
  ]
  assert.deepEqual(await Promise.all(faults.map((hook) => guarded(hook)(1))), [-1, -1, -1, -1])
  assert.equal(await guarded(() => () => Promise.reject('a text'))(1), -2)
})

test('what comes after it may reject: that goes through, or is what the hook makes of it', async () => {
  const next: Double = () => Promise.reject(broken)
  await assert.rejects(guarded((inner) => inner, next)(1), broken)
  await assert.rejects(
    guarded(
      (inner) => async (value) => {
        try {
          return await inner(value)
        } finally {
          assert.ok(true)
        }
      },
      next,
    )(1),
    broken,
  )
  assert.equal(await guarded((inner) => (value) => inner(value).catch(() => 7), next)(1), 7)
  assert.equal(await guarded((inner) => (value) => inner(value).catch(() => Promise.reject(new Error('mine'))), next)(1), -1)
})

test('what answers no function is no hook', () => {
  assert.throws(() => guarded(() => 1 as never), { name: 'TypeError', message: 'it must answer a function' })
})
