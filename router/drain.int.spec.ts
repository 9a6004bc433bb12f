import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'

import { Pool } from 'undici'

import { ask, send } from './testing/ask.ts'
import { startSmallGraph } from './testing/smallGraph.ts'
import { startTestRouter } from './testing/testRouter.ts'

test('finishes what is in flight when it is told to leave', async () => {
  const graph = await startSmallGraph()
  const router = await startTestRouter({ sdl: graph.sdl })
  const slow = [ask(router, '{ slow(ms: 400) }'), ask(router, 'mutation { slowly(ms: 400) }')]
  while (graph.calls.length < 2) await wait(5)
  await router.stop()
  const replies = await Promise.all(slow)
  assert.deepEqual(
    replies.map(({ json }) => json),
    [{ data: { slow: 'done' } }, { data: { slowly: 'done' } }],
  )
  await assert.rejects(send(`${router.url}/health`), { code: 'ECONNREFUSED' })
  await graph.stop()
})

test('says that it is not ready while it still answers', async () => {
  const graph = await startSmallGraph()
  const router = await startTestRouter({ sdl: graph.sdl, config: { traffic: { announceMs: 300 } } })
  assert.equal((await send(`${router.url}/ready`)).status, 200)
  const stopped = router.stop()
  const [ready, health, query] = await Promise.all([send(`${router.url}/ready`), send(`${router.url}/health`), ask(router, '{ locations }')])
  assert.deepEqual([ready.status, health.status, query.status], [503, 200, 200])
  await stopped
  await graph.stop()
})

test('drops no request when one of two routers under load leaves', async () => {
  const graph = await startSmallGraph()
  const routers = await Promise.all([
    startTestRouter({ sdl: graph.sdl, config: { traffic: { announceMs: 200 } } }),
    startTestRouter({ sdl: graph.sdl }),
  ])
  const [leaving, staying] = routers
  const pools = routers.map((router) => new Pool(router.url, { connections: 10 }))
  const counts = { answered: 0, failed: 0 }
  let isOver = false
  let isReady = true
  const body = JSON.stringify({ query: '{ slow(ms: 20) locations }' })
  // As a balancer would: new requests go to a replica that says it is ready.
  const client = async (index: number): Promise<void> => {
    while (!isOver) {
      const pool = pools[isReady ? index % 2 : 1]
      const answer = await pool
        ?.request({ method: 'POST', path: '/graphql', headers: { 'content-type': 'application/json' }, body })
        .catch(() => null)
      const text = await answer?.body.text()
      counts[text === '{"data":{"slow":"done","locations":["north","south"]}}' ? 'answered' : 'failed'] += 1
    }
  }
  const clients = Array.from({ length: 12 }, (_, index) => client(index))
  await wait(300)
  const stopped = leaving?.stop()
  isReady = (await send(`${leaving?.url}/ready`)).status === 200
  assert.equal(isReady, false)
  await stopped
  await wait(200)
  isOver = true
  await Promise.all(clients)
  assert.equal(counts.failed, 0)
  assert.ok(counts.answered > 0)
  await Promise.all(pools.map((pool) => pool.close()))
  await staying?.stop()
  await graph.stop()
})
