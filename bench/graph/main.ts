import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { emptyDatabase } from '../../tools/start/emptyData.ts'
import { startStack, type Stack } from '../../tools/start/stack.ts'
import { runLoad } from '../load.ts'
import { describeMachine } from '../machine.ts'
import { processTree, proportionalMB, residentMB } from '../processes.ts'
import { table } from '../table.ts'
import { journeyCases, type Case } from './cases.ts'
import { readCounters } from './counters.ts'

const { values } = parseArgs({ options: { connections: { type: 'string', default: '20' }, seconds: { type: 'string', default: '5' } } })
const [connections, seconds] = [Number(values.connections), Number(values.seconds)]

async function measure(stack: Stack, { name, body, headers }: Case): Promise<Record<string, number | string>> {
  const load = { origin: stack.url, path: '/graphql', headers, body, connections }
  await runLoad({ ...load, seconds: 2 })
  const before = await readCounters(stack.operatorUrl)
  const figures = await runLoad({ ...load, seconds })
  const after = await readCounters(stack.operatorUrl)
  const each = (count: number): number => Number((count / figures.requests).toFixed(2))
  return { name, ...figures, statements: each(after.statements - before.statements), subgraphCalls: each(after.subgraphCalls - before.subgraphCalls) }
}

/** Megabytes of each part of the stack, the database with all its processes as one part. `runner` is this process before it made any load. */
function memoryOf(stack: Stack, runner: number): Record<string, number> {
  const services = Object.fromEntries(stack.services.map(({ name, pid }) => [name, residentMB(pid)]))
  const servers = processTree(process.pid).filter((pid) => pid !== process.pid && !stack.services.some((service) => service.pid === pid))
  return { runner, ...services, postgres: servers.reduce((total, pid) => total + proportionalMB(pid), 0) }
}

const folder = await mkdtemp(join(tmpdir(), 'agora-bench-'))
const stack = await startStack({ dataDir: folder, routerVariables: { RATE_LIMITS: 'false' }, logLevel: 'warn' })
const runner = residentMB(process.pid)
try {
  const cases = []
  for (const one of await journeyCases(`${stack.url}/graphql`)) cases.push(await measure(stack, one))
  const memory = memoryOf(stack, runner)
  const total = Object.values(memory).reduce((sum, megabytes) => sum + megabytes, 0)
  const heads = ['operation', 'requests/s', 'p50 ms', 'p99 ms', 'SQL/request', 'calls/request', 'failures']
  console.log(
    table(
      heads,
      cases.map((row) =>
        ['name', 'perSecond', 'p50', 'p99', 'statements', 'subgraphCalls', 'failures'].map((key) => row[key as keyof typeof row] ?? ''),
      ),
    ),
  )
  console.log(
    `\n${table(['process', 'MB'], [...Object.entries(memory), ['all', total]])}\n(target: all ≤ 1024 MB, after the load; rate limits off, ${connections} connections, ${seconds} s a case)\n`,
  )
  console.log(JSON.stringify({ bench: 'graph', machine: describeMachine(), connections, seconds, cases, memoryMB: { ...memory, all: total } }))
} finally {
  await stack.stop()
  // Where root lends PostgreSQL another account, the database may lie outside the folder.
  await emptyDatabase(stack.folder)
  await rm(folder, { recursive: true, force: true })
}
