import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { createPool } from '@agora/database/pool.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { createTestDatabase } from '@agora/testkit/database.ts'

import { startPostgres } from '../../tools/postgres/startPostgres.ts'
import { describeMachine } from '../machine.ts'
import { table } from '../table.ts'
import { BENCH_TABLES } from './accounts.ts'
import { measureAppends } from './append.ts'
import { fillStore, measureRebuilds } from './rebuild.ts'
import { measureRelays, relayTable } from './relayFigures.ts'

const { values: options } = parseArgs({ options: { seconds: { type: 'string', default: '3' }, events: { type: 'string', default: '200000' } } })
const folder = mkdtempSync(join(tmpdir(), 'agora-bench-'))
const server = await startPostgres({
  dataDir: join(folder, 'postgres'),
  passwordFile: join(folder, 'postgres.password'),
  logFile: join(folder, 'postgres.log'),
})
process.env['TEST_POSTGRES_URL'] = server.url
const logger = createLogger({ service: 'bench', level: 'warn' })

try {
  const database = await createTestDatabase('orders')
  const owner = createPool({ url: database.ownerUrl, name: 'bench-owner', logger })
  await owner.query(BENCH_TABLES)
  const pool = createPool({ url: database.appUrl, name: 'bench', logger })
  // The load is the writers' own: each has its connection.
  pool.options.max = 70
  const appends = await measureAppends(pool, Number(options.seconds))
  await fillStore(pool, Number(options.events))
  const rebuilds = await measureRebuilds(pool, logger)
  await Promise.all([pool.end(), owner.end()])
  const relays = await measureRelays(Number(options.events) / 2)

  const heads = ['append', 'concurrent', 'commits/s', 'events/s', 'p50 ms', 'p95 ms']
  console.log(
    table(
      heads,
      appends.map(({ how, concurrent, transactionsPerSecond, eventsPerSecond, p50, p95 }) => [
        how,
        concurrent,
        transactionsPerSecond,
        eventsPerSecond,
        p50,
        p95,
      ]),
    ),
  )
  console.log(
    `\n${table(
      ['rebuild', 'events', 'seconds', 'events/s'],
      rebuilds.map(({ handler, events, seconds, eventsPerSecond }) => [handler, events, seconds, eventsPerSecond]),
    )}`,
  )
  console.log(`\n${relayTable(relays)}`)
  console.log(`\n${JSON.stringify({ bench: 'events', ...describeMachine(), appends, rebuilds, relays })}`)
} finally {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
