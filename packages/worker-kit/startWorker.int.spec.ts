import assert from 'node:assert/strict'
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { createPool } from '@agora/database/pool.ts'
import { withClient } from '@agora/database/provision.ts'
import { inTransaction } from '@agora/database/transaction.ts'
import { createEventStore } from '@agora/event-store/eventStore.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createCaller } from '@agora/rpc/caller.ts'
import { createTestDatabase } from '@agora/testkit/database.ts'
import { testKeys } from '@agora/testkit/testKeys.ts'

import { noteCatalogue } from './testing/notes.ts'

const [bus, domain] = await Promise.all([createTestDatabase('bus'), createTestDatabase('ai')])
const keys = await testKeys(['router-ai'])
const logger = createLogger({ service: 'test', level: 'silent' })
const pool = createPool({ url: domain.appUrl, name: 'test', logger })
await withClient(domain.ownerUrl, (owner) => owner.query('CREATE TABLE heard (event_id text NOT NULL)'))
const workers: ChildProcess[] = []
after(async () => {
  for (const worker of workers) worker.kill('SIGKILL')
  await pool.end()
  await keys.drop()
  await Promise.all([bus.drop(), domain.drop()])
})

interface Worker {
  readonly child: ChildProcess
  readonly port: number
  /** What it logged so far. */
  lines(): Record<string, unknown>[]
}

async function start(): Promise<Worker> {
  const env = {
    INTERNAL_PORT: '0',
    DATABASE_URL: domain.appUrl,
    BUS_DATABASE_URL: bus.appUrl,
    EDGE_KEYS_DIR: keys.dir,
    BUILD_VERSION: '7',
  }
  const child = fork(join(import.meta.dirname, 'testing', 'worker.ts'), {
    env,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  workers.push(child)
  let text = ''
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  const [said] = (await once(child, 'message')) as [{ ready: boolean; internalPort: number }]
  assert.equal(said.ready, true)
  const lines = (): Record<string, unknown>[] =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
  return { child, port: said.internalPort, lines }
}

test('a worker publishes, consumes, is watched by the router, logs what an event belongs to, and ends in good order', async () => {
  const { child, port, lines } = await start()
  const store = createEventStore({ catalogue: noteCatalogue })
  const metadata = { correlationId: 'req_42', causationId: null, actor: 'usr_1' }
  await inTransaction(pool, (client) =>
    store.append(client, [{ stream: 'note_1', expectedVersion: 0, events: [{ type: 'note.taken', data: {} }] }], metadata),
  )
  const heard = async (): Promise<unknown[]> => (await pool.query('SELECT event_id FROM heard')).rows
  while ((await heard()).length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
  assert.deepEqual(await heard(), [{ event_id: 'note_1/1' }])

  const caller = createCaller({ baseUrl: `http://127.0.0.1:${port}`, keys: keys.open('router-ai'), caller: 'router', audience: 'ai' })
  const ready = await caller.get('/ready', { timeoutMs: 2000 })
  assert.ok(ready.ok)
  assert.deepEqual(JSON.parse(ready.value.body.toString()), { name: 'ai-worker', ready: true, buildVersion: '7' })
  const page = await caller.get('/metrics', { timeoutMs: 2000 })
  assert.ok(page.ok)
  const text = page.value.body.toString()
  assert.match(text, /events_processed_total\{consumer="ai-notes",type="note.taken",outcome="processed",service="ai-worker"\} 1\n/)
  assert.match(text, /event_lag\{consumer="ai-notes",service="ai-worker"\} 0\n/)
  assert.match(text, /relay_lag_seconds\{source="ai",service="ai-worker"\} 0\n/)
  await caller.close()
  assert.equal((await fetch(`http://127.0.0.1:${port}/metrics`)).status, 401)

  const line = lines().find(({ msg }) => msg === 'Heard a note')
  assert.deepEqual([line?.['eventId'], line?.['correlationId'], line?.['consumer']], ['note_1/1', 'req_42', 'ai-notes'])
  child.kill('SIGTERM')
  assert.deepEqual(await once(child, 'exit'), [0, null])
})
