import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'

import { ask, type Reply } from '../testing/ask.ts'
import { startSmallGraph } from '../testing/smallGraph.ts'
import { startTestRouter } from '../testing/testRouter.ts'

const graph = await startSmallGraph()
const router = await startTestRouter({ sdl: graph.sdl, config: { limits: { bytesInFlight: 100_000 } } })
after(async () => {
  await router.stop()
  await graph.stop()
})

const large = 'x'.repeat(90_000)
const askLarge = (): Promise<Reply> => ask(router, 'query ($value: Json) { echo(value: $value) slow(ms: 300) }', { variables: { value: large } })

test('operations that have answered much are begun one after another where only one fits, and small ones beside them', async () => {
  assert.equal((await askLarge()).json?.data?.['echo'], large)
  graph.calls.length = 0
  const answers = [askLarge(), askLarge(), askLarge()]
  await wait(150)
  assert.equal(graph.calls.length, 1)
  assert.deepEqual((await ask(router, '{ locations }')).json?.data, { locations: ['north', 'south'] })
  assert.equal(graph.calls.length, 2)
  for (const answer of answers) assert.deepEqual((await answer).json?.data, { echo: large, slow: 'done' })
  assert.equal(graph.calls.length, 4)
})
