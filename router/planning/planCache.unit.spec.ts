import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createMetrics } from '@agora/metrics/metrics.ts'

import { createPlanCache, planCacheFigures, type PlanCacheFigures } from './planCache.ts'

function counted(): { figures: PlanCacheFigures; outcomes: string[]; size: () => number } {
  const outcomes: string[] = []
  let entries = 0
  return { figures: { asked: (outcome) => void outcomes.push(outcome), changed: (by) => void (entries += by) }, outcomes, size: () => entries }
}

test('what was made once is found again, and those who ask meanwhile share it', async () => {
  const { figures, outcomes } = counted()
  const cache = createPlanCache<number>({ limit: 10, figures })
  let made = 0
  const make = async (): Promise<number> => ++made
  assert.equal(cache.peek('a'), undefined)
  assert.deepEqual(await Promise.all([cache.get('a', make), cache.get('a', make), cache.get('b', make)]), [1, 1, 2])
  assert.equal(await cache.get('a', make), 1)
  assert.equal(cache.peek('b'), 2)
  assert.deepEqual(outcomes, ['miss', 'shared', 'miss', 'hit', 'hit'])
})

test('a failure reaches everybody who asked, and nobody after', async () => {
  const { figures, size } = counted()
  const cache = createPlanCache<number>({ limit: 10, figures })
  const fail = (): Promise<number> => Promise.reject(new Error('lost'))
  const thrown = (): Promise<number> => {
    throw new Error('thrown')
  }
  const both = await Promise.allSettled([cache.get('a', fail), cache.get('a', fail)])
  assert.deepEqual(
    both.map(({ status }) => status),
    ['rejected', 'rejected'],
  )
  await assert.rejects(cache.get('a', thrown), /thrown/)
  assert.equal(await cache.get('a', async () => 1), 1)
  assert.equal(size(), 1)
})

test('what was not asked for longest makes room', async () => {
  const { figures, size } = counted()
  const cache = createPlanCache<string>({ limit: 2, figures })
  for (const key of ['a', 'b', 'a', 'c']) await cache.get(key, async () => key)
  assert.deepEqual([cache.peek('a'), cache.peek('b'), cache.peek('c')], ['a', undefined, 'c'])
  assert.equal(size(), 2)
})

test('the hottest are those most asked for, of late more than before', async () => {
  const cache = createPlanCache<string>({ limit: 4, figures: counted().figures })
  const ask = async (key: string, times: number): Promise<void> => {
    for (let time = 0; time < times; time++) await cache.get(key, async () => key.toUpperCase())
  }
  await ask('a', 50)
  await ask('b', 20)
  await ask('c', 1)
  assert.deepEqual(cache.hottest(2), [
    { key: 'a', value: 'A' },
    { key: 'b', value: 'B' },
  ])
  await ask('c', 100)
  assert.deepEqual(
    cache.hottest(9).map(({ key }) => key),
    ['c', 'a', 'b'],
  )
})

test('what is forgotten while it is made is handed over and not kept', async () => {
  const { figures, size } = counted()
  const cache = createPlanCache<number>({ limit: 2, figures })
  const { promise, resolve } = Promise.withResolvers<number>()
  const first = cache.get('a', () => promise)
  cache.clear()
  const second = cache.get('a', async () => 2)
  resolve(1)
  assert.deepEqual([await first, await second, cache.peek('a'), size()], [1, 2, 2, 1])
  cache.clear()
  assert.equal(size(), 0)
})

test('the figures are metrics of all caches of a process', async () => {
  const metrics = createMetrics('router')
  const figures = planCacheFigures(metrics)
  for (const limit of [1, 2]) {
    const cache = createPlanCache<number>({ limit, figures })
    for (const key of ['a', 'b', 'b']) await cache.get(key, async () => 1)
  }
  const text = await metrics.text()
  assert.match(text, /router_plan_cache_asks_total\{outcome="miss",service="router"\} 4/)
  assert.match(text, /router_plan_cache_asks_total\{outcome="hit",service="router"\} 2/)
  assert.match(text, /router_plan_cache_entries\{service="router"\} 3/)
})
