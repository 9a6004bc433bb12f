import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

import { startPostgres } from './startPostgres.ts'

const { values } = parseArgs({
  options: { data: { type: 'string' }, port: { type: 'string', default: '0' }, durable: { type: 'boolean', default: false } },
})
const folder = resolve(values.data ?? '.agora/postgres-development')

const server = await startPostgres({
  dataDir: join(folder, 'cluster'),
  passwordFile: join(folder, 'postgres.password'),
  logFile: join(folder, 'postgres.log'),
  port: Number(values.port),
  durable: values.durable,
})
process.stdout.write(`export TEST_POSTGRES_URL=${server.url}\n`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.stop())
await server.ended
