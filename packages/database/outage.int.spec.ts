import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { test } from 'node:test'

import pg from 'pg'

import { testServerUrl } from '@agora/testkit/database.ts'

import { isOutage } from './outage.ts'

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

test('a server that does not listen, hangs up or ends the session is an outage', async () => {
  const nobody = new pg.Client({ connectionString: 'postgres://127.0.0.1:1/x' })
  assert.equal(isOutage(await failureOf(nobody.connect())), true)

  const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const dropped = new pg.Client({ connectionString: `postgres://127.0.0.1:${port}/x` })
  assert.equal(isOutage(await failureOf(dropped.connect())), true)
  server.close()

  const [victim, killer] = [1, 2].map(() => new pg.Client({ connectionString: testServerUrl() }))
  if (victim === undefined || killer === undefined) throw new TypeError('There are two clients')
  await Promise.all([victim.connect(), killer.connect()])
  victim.on('error', () => {})
  const { rows } = await victim.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  const sleeping = failureOf(victim.query('SELECT pg_sleep(30)'))
  await killer.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid])
  assert.equal(isOutage(await sleeping), true)
  assert.equal(isOutage(await failureOf(victim.query('SELECT 1'))), true)
  await Promise.all([killer.end(), victim.end().catch(() => {})])
})

test('a statement that the server refuses, and a bug of ours, are none', async () => {
  const client = new pg.Client({ connectionString: testServerUrl() })
  await client.connect()
  assert.equal(isOutage(await failureOf(client.query('SELECT 1 / 0'))), false)
  await client.end()
  assert.equal(isOutage(new TypeError('undefined is not a function')), false)
})
