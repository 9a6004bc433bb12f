import assert from 'node:assert/strict'
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { after, before, test } from 'node:test'

import { anonymous } from '@agora/security/viewer.ts'
import { createSubgraphClient } from '@agora/testkit/subgraphClient.ts'
import { testKeys, type TestKeys } from '@agora/testkit/testKeys.ts'

let keys: TestKeys
before(async () => void (keys = await testKeys(['router-library'])))
after(() => keys.drop())

async function start(): Promise<{ child: ChildProcess; ask: () => Promise<unknown>; output: () => string }> {
  const child = fork(new URL('fixtures/libraryProcess.ts', import.meta.url), [keys.dir], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    execArgv: [],
  })
  let output = ''
  child.stdout?.on('data', (chunk) => (output += String(chunk)))
  const [message] = (await once(child, 'message')) as [{ ready: boolean; graphqlPort: number; internalPort: number }]
  assert.deepEqual([message.ready, message.graphqlPort > 0, message.internalPort > 0], [true, true, true])
  const client = createSubgraphClient({ url: `http://127.0.0.1:${message.graphqlPort}`, keys: keys.open('router-library'), audience: 'library' })
  const ask = async (): Promise<unknown> => (await client.as(anonymous)('{ echo }')).data
  return { child, ask, output: () => output }
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`${signal}, sent twice, lets the request in flight finish and ends with 0`, async () => {
    const { child, ask, output } = await start()
    const answer = ask()
    await new Promise((resolve) => setTimeout(resolve, 100))
    const ended = once(child, 'exit')
    child.kill(signal)
    child.kill(signal)
    assert.deepEqual(await answer, { echo: 'slow' })
    assert.deepEqual(await ended, [0, null])
    assert.match(output(), /"msg":"Stopped"/)
  })
}

test('a process whose parent is gone ends by itself', async () => {
  const { child } = await start()
  const ended = once(child, 'exit')
  child.disconnect()
  assert.deepEqual(await ended, [0, null])
})
