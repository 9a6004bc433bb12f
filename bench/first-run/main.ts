import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'

import { freePort } from '../../tools/postgres/freePort.ts'
import { dataFolder } from '../../tools/start/dataFolder.ts'
import { emptyDatabase } from '../../tools/start/emptyData.ts'
import { describeMachine } from '../machine.ts'
import { table } from '../table.ts'

/** Clones what is committed, with an empty package store, and times `npm start` until the first query is answered: once cold, then again. */
const { values } = parseArgs({ options: { keep: { type: 'boolean', default: false } } })
const root = join(import.meta.dirname, '..', '..')
const folder = await mkdtemp(join(tmpdir(), 'agora-first-run-'))
const clone = join(folder, 'agora')

const QUERY = JSON.stringify({ query: '{ products(first: 3) { nodes { name } } }' })
const PATIENCE_MS = 5 * 60_000

async function firstAnswer(port: number, since: number): Promise<number> {
  while (performance.now() - since < PATIENCE_MS) {
    const answer = await fetch(`http://localhost:${port}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: QUERY })
      .then((response) => response.json() as Promise<{ data?: { products: { nodes: unknown[] } } }>)
      .catch(() => undefined)
    if (answer?.data?.products.nodes.length === 3) return (performance.now() - since) / 1000
    await delay(50)
  }
  throw new Error('There was no answer within five minutes')
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGINT')
  await ended
}

/** Starts the clone as a newcomer does and answers how many seconds passed before it answered. */
async function timeStart(environment: NodeJS.ProcessEnv): Promise<number> {
  const port = await freePort()
  const operatorPort = await freePort()
  const since = performance.now()
  const child = spawn('npm', ['start'], {
    cwd: clone,
    env: { ...environment, PORT: String(port), OPERATOR_PORT: String(operatorPort) },
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: true,
  })
  try {
    const died = once(child, 'exit').then(() => Promise.reject(new Error('npm start ended before it answered')))
    return await Promise.race([firstAnswer(port, since), died])
  } finally {
    await end(child)
  }
}

/** A newcomer's environment: an own home, so that no package is in a store already. */
function newcomer(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_|AGORA_|TEST_|XDG_|PNPM_)/i.test(name))
  const path = (process.env['PATH'] ?? '').split(':').filter((part) => !part.startsWith(root))
  return {
    ...Object.fromEntries(kept),
    HOME: join(folder, 'home'),
    XDG_CACHE_HOME: join(folder, 'home', 'cache'),
    XDG_DATA_HOME: join(folder, 'home', 'data'),
    npm_config_cache: join(folder, 'home', 'npm'),
    PATH: path.join(':'),
  }
}

try {
  execFileSync('git', ['clone', '--quiet', '--no-hardlinks', root, clone])
  const environment = newcomer()
  const figures = { cold: await timeStart(environment), second: await timeStart(environment), third: await timeStart(environment) }
  const rows = [
    ['fresh clone, empty store', figures.cold.toFixed(1), 45],
    ['second start', figures.second.toFixed(1), 8],
    ['third start', figures.third.toFixed(1), 8],
  ]
  console.log(`${table(['from `npm start` to the first answer', 'seconds', 'target'], rows)}\n`)
  console.log(JSON.stringify({ bench: 'first-run', machine: describeMachine(), seconds: figures }))
} finally {
  if (!values.keep) {
    // Where root lends PostgreSQL another account, the database may lie outside the clone.
    await emptyDatabase(dataFolder(join(clone, '.agora')))
    await rm(folder, { recursive: true, force: true })
  }
}
