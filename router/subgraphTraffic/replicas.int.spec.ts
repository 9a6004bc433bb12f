import assert from 'node:assert/strict'
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'

import { print } from 'graphql'

import { ask } from '../testing/ask.ts'
import { composeSupergraph } from '../testing/composeSupergraph.ts'
import { startTestRouter, type TestRouter } from '../testing/testRouter.ts'

interface RunningReplica {
  readonly child: ChildProcess
  readonly port: number
}

const children: ChildProcess[] = []
after(() => children.forEach((child) => child.kill('SIGKILL')))

async function startReplica(port = 0): Promise<RunningReplica> {
  const child = fork(join(import.meta.dirname, '..', 'testing', 'replicaProcess.ts'), [String(port)])
  children.push(child)
  const [address] = (await once(child, 'message')) as [AddressInfo]
  return { child, port: address.port }
}

const urlOf = ({ port }: RunningReplica): string => `http://127.0.0.1:${port}/graphql`

/** Asks with so many at a time until told to stop; counts whose answers came and what failed. */
function load(router: TestRouter, clients: number) {
  let running = true
  const answered = new Map<number, number>()
  const failed: unknown[] = []
  const client = async (): Promise<void> => {
    while (running) {
      const { json, text } = await ask(router, '{ a }')
      const pid = json?.data?.['a']
      if (typeof pid === 'number' && json?.errors === undefined) answered.set(pid, (answered.get(pid) ?? 0) + 1)
      else failed.push(text)
    }
  }
  const all = Array.from({ length: clients }, client)
  return {
    answered,
    failed,
    async stop() {
      running = false
      await Promise.all(all)
    },
  }
}

test('of two replicas one is killed under load: no query fails, and when it is back it is asked again', async () => {
  const [lasting, victim] = [await startReplica(), await startReplica()]
  const router = await startTestRouter({
    sdl: print(composeSupergraph({ s: 'type Query { a: Int }' }).document),
    config: { rateLimits: { enabled: false }, subgraphs: { s: { urls: [urlOf(lasting), urlOf(victim)], healthIntervalMs: 300 } } },
  })
  const { answered, failed, stop } = load(router, 20)
  const by = ({ child }: RunningReplica): number => answered.get(child.pid ?? 0) ?? 0
  await wait(700)
  // Both have about half of the work.
  assert.ok(by(victim) > 0 && Math.abs(by(lasting) - by(victim)) <= 0.2 * (by(lasting) + by(victim)), JSON.stringify([...answered]))
  victim.child.kill('SIGKILL')
  await once(victim.child, 'exit')
  await wait(700)
  const alone = by(lasting)
  const back = await startReplica(victim.port)
  await wait(1500)
  await stop()
  assert.deepEqual(failed, [])
  assert.ok(alone > 0 && by(lasting) > alone && by(back) > 0, JSON.stringify([...answered]))
  await router.stop()
})
