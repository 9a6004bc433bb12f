import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, test } from 'node:test'
import { setImmediate, setTimeout as wait } from 'node:timers/promises'

import { createPool } from '@agora/database/pool.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createTestDatabase } from '@agora/testkit/database.ts'

import { createWaker, listenForWake } from './wake.ts'

const logger = createLogger({ service: 'test', level: 'silent' })
const database = await createTestDatabase('payments')
const sent: string[] = []
const pool = createPool({ url: database.appUrl, name: 'test', logger, onStatement: (text) => sent.push(text) })
const ear = listenForWake({ pool, logger, reconnectMs: 20 })
after(async () => {
  await ear.close()
  await pool.end()
  await database.drop()
})

const heard = (): Promise<unknown> => {
  const events = new EventTarget()
  const stop = ear.onWake(() => events.dispatchEvent(new Event('wake')))
  return once(events, 'wake').finally(stop)
}
const notifications = (): number => sent.filter((text) => text.includes('pg_notify')).length

/** Wakes until somebody hears it: the ear opens its connection in the background. */
async function wakeUntilHeard(): Promise<void> {
  const waker = createWaker(pool)
  const hearing = heard()
  const timer = setInterval(() => waker.wake(), 10)
  await hearing.finally(() => clearInterval(timer))
}

test('a reader hears of an append, and a hundred calls at once are two statements', async () => {
  await wakeUntilHeard()
  await wait(50)
  sent.length = 0
  const waker = createWaker(pool)
  const hearing = heard()
  for (let call = 0; call < 100; call += 1) waker.wake()
  await hearing
  await wait(50)
  assert.equal(notifications(), 2)
})

test('whoever wakes without a pause sends a statement every third millisecond at most, and the last call is passed on', async () => {
  await wait(50)
  sent.length = 0
  const waker = createWaker(pool)
  const begun = performance.now()
  while (performance.now() - begun < 60) {
    waker.wake()
    await setImmediate()
  }
  const most = Math.ceil((performance.now() - begun) / 3) + 1
  const before = notifications()
  waker.wake()
  await wait(50)
  assert.ok(before <= most, `${before} statements`)
  assert.equal(notifications(), before + 1)
})

test('an ear whose connection was cut hears again', async () => {
  await pool.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'LISTEN events' AND datname = current_database()`)
  await wakeUntilHeard()
})
