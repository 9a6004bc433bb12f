import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createLogger } from '@agora/logger/logger.ts'

import type { Swept } from './sweep.ts'
import { startSweeper } from './sweeper.ts'

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('rounds follow the timer, never overlap, survive a failure and end with the sweeper', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] })
  const lines: string[] = []
  const logger = createLogger({
    service: 'orders',
    destination: { write: (line: string) => void lines.push((JSON.parse(line) as { msg: string }).msg) },
  })
  const rounds: PromiseWithResolvers<Swept>[] = []
  const sweeper = startSweeper(
    () => {
      const round = Promise.withResolvers<Swept>()
      rounds.push(round)
      return round.promise
    },
    logger,
    1000,
  )
  t.mock.timers.tick(3000)
  assert.equal(rounds.length, 1)
  rounds[0]?.reject(new Error('database is away'))
  await settle()
  t.mock.timers.tick(1000)
  assert.equal(rounds.length, 2)
  let stopped = false
  const stopping = sweeper.stop().then(() => (stopped = true))
  await settle()
  assert.equal(stopped, false)
  rounds[1]?.resolve({ carts: 2, keys: 0, contacts: 0, reasons: 0 })
  await stopping
  t.mock.timers.tick(5000)
  assert.equal(rounds.length, 2)
  assert.deepEqual(lines, ['What had expired was not removed', 'What had expired was removed', 'It works again'])
})
