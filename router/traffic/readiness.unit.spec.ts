import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createReadiness } from './readiness.ts'

test('is ready when every part is', async () => {
  const readiness = createReadiness({
    isLeaving: () => false,
    probes: new Map([
      ['a', () => true],
      ['b', () => true],
    ]),
  })
  assert.deepEqual(await readiness(), { ready: true, parts: { a: true, b: true } })
})

test('counts a part that throws as not ready and names it', async () => {
  const probes = new Map<string, () => boolean | Promise<boolean>>([
    ['a', () => true],
    ['b', () => Promise.reject(new Error('away'))],
  ])
  assert.deepEqual(await createReadiness({ isLeaving: () => false, probes })(), { ready: false, parts: { a: true, b: false } })
})

test('looks at most once a second, whoever asks', async () => {
  let now = 1000
  let looks = 0
  const readiness = createReadiness({ isLeaving: () => false, clock: () => now, probes: new Map([['a', () => ((looks += 1), true)]]) })
  await Promise.all([readiness(), readiness()])
  now += 999
  await readiness()
  assert.equal(looks, 1)
  now += 1
  await readiness()
  assert.equal(looks, 2)
})

test('is not ready as soon as the router is leaving', async () => {
  let leaving = false
  const readiness = createReadiness({ isLeaving: () => leaving, probes: new Map([['a', () => true]]) })
  assert.equal((await readiness()).ready, true)
  leaving = true
  assert.deepEqual(await readiness(), { ready: false, parts: { a: true } })
})
