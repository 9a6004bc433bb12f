import assert from 'node:assert/strict'
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import { withClient } from '@agora/database/provision.ts'

import { freePort, isTaken } from '../postgres/freePort.ts'
import { placeOf } from '../postgres/place.ts'
import { isAlive, readPostmaster } from '../postgres/postmaster.ts'
import { dataFolder } from './dataFolder.ts'

const folder = dataFolder(mkdtempSync(join(tmpdir(), 'agora-start-')))
const cluster = placeOf(folder.cluster).cluster
const port = await freePort()
const operatorPort = await freePort()

interface Ended {
  readonly code: number | null
  readonly screen: string
}

interface Run {
  readonly child: ChildProcess
  /** Resolves when the screen shows the text. */
  shows(text: string): Promise<string>
  ended(): Promise<Ended>
}

/** Runs `npm start` without npm: the same file on the same Node. */
function start(args: readonly string[] = [], variables: Readonly<Record<string, string>> = {}): Run {
  const own = { AGORA_DATA: folder.root, PORT: String(port), OPERATOR_PORT: String(operatorPort) }
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'main.ts'), ...args], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...own, ...variables },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let screen = ''
  const waiting: { text: string; resolve: (screen: string) => void }[] = []
  const read = (chunk: string): void => {
    screen += chunk
    for (const { text, resolve } of waiting) if (screen.includes(text)) resolve(screen)
  }
  child.stdout?.setEncoding('utf8').on('data', read)
  child.stderr?.setEncoding('utf8').on('data', read)
  const end = once(child, 'close').then(([code]): Ended => ({ code: typeof code === 'number' ? code : null, screen }))
  const shows = (text: string): Promise<string> =>
    Promise.race([
      new Promise<string>((resolve) => {
        waiting.push({ text, resolve })
        read('')
      }),
      end.then(() => assert.fail(`ended before it showed "${text}":\n${screen}`)),
    ])
  return { child, shows, ended: () => end }
}

const READY = 'Agora is ready'

/** Asks the system where the running stack's process of this service is; 0 when it is not there. */
function servicePid(name: string): number {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n')
  const files: Readonly<Record<string, string>> = { router: 'router/main.ts', 'payment-provider': 'subgraphs/payments/localProvider/main.ts' }
  const file = files[name] ?? `subgraphs/${name}/main.ts`
  const line = lines.find((text) => text.includes(file) && text.trim().split(/ +/)[1] === String(running.child.pid))
  return Number(line?.trim().split(' ')[0] ?? 0)
}

/** Every process that the runner has started. */
async function processesOfStack(): Promise<number[]> {
  const pids = [
    (await readPostmaster(cluster))?.pid ?? 0,
    ...['users', 'products', 'orders', 'payments', 'payment-provider', 'router'].map(servicePid),
  ]
  assert.ok(pids.every((pid) => pid > 0))
  return pids
}

let running: Run
before(async () => {
  running = start()
  await running.shows(READY)
})
after(async () => {
  running.child.kill('SIGTERM')
  await running.ended()
  rmSync(folder.root, { recursive: true, force: true })
  rmSync(cluster, { recursive: true, force: true })
})

test('the screen names the addresses, the accounts with their passwords, and a query that works', async () => {
  const screen = await running.shows('curl')
  for (const part of [`http://localhost:${port}/graphql`, `http://localhost:${port}/graphiql`, `http://localhost:${operatorPort}`])
    assert.ok(screen.includes(part), part)
  const passwords: Record<string, string> = JSON.parse(readFileSync(folder.demoPasswords, 'utf8'))
  assert.equal(Object.keys(passwords).length, 5)
  for (const [email, password] of Object.entries(passwords)) assert.match(screen, new RegExp(`${email} +${password} +[A-Z]+`))
  const body = /-d '(\{.*\})'/.exec(screen)?.[1] ?? ''
  const answer = await fetch(`http://localhost:${port}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  const { data, errors }: { data?: { products: { nodes: unknown[] } }; errors?: unknown } = JSON.parse(await answer.text())
  assert.equal(errors, undefined)
  assert.equal(data?.products.nodes.length, 3)
})

test('what is secret is readable by its owner alone', () => {
  for (const file of [folder.demoPasswords, folder.superuserPassword]) assert.equal(statSync(file).mode & 0o777, 0o600)
  for (const dir of [folder.secrets, folder.logs, folder.keys]) assert.equal(statSync(dir).mode & 0o777, 0o700, dir)
})

test('the app role of a domain reaches its own database and no other, and neither its history nor its definitions', async () => {
  const { port: databasePort = 0 } = (await readPostmaster(cluster)) ?? {}
  const { agora_users_app: password = '' }: Record<string, string> = JSON.parse(readFileSync(join(folder.secrets, 'agora_users_owner.json'), 'utf8'))
  const urlTo = (database: string): string => `postgres://agora_users_app:${password}@127.0.0.1:${databasePort}/${database}`
  for (const database of ['agora_orders', 'agora_products', 'postgres', 'template1']) {
    await assert.rejects(
      withClient(urlTo(database), (client) => client.query('SELECT 1')),
      { code: '42501' },
      database,
    )
  }
  await withClient(urlTo('agora_users'), async (client) => {
    for (const statement of ['CREATE TABLE mine (id int)', 'SELECT * FROM _prisma_migrations', 'ALTER TABLE users ADD COLUMN mine int']) {
      await assert.rejects(client.query(statement), { code: '42501' }, statement)
    }
    assert.equal((await client.query('SELECT id FROM users LIMIT 1')).rowCount, 1)
  })
})

test('a second start on the same port or in the same clone is one sentence and exit code 1', async () => {
  const samePort = await start().ended()
  assert.deepEqual(samePort, {
    code: 1,
    screen: `Port ${port} is taken: stop what listens there or choose another, such as \`PORT=${port + 100} npm start\`.\n`,
  })
  const sameClone = await start([], { PORT: String(await freePort()), OPERATOR_PORT: String(await freePort()) }).ended()
  assert.equal(sameClone.code, 1)
  assert.match(sameClone.screen, /^Agora already runs in this clone \(process \d+\): .*AGORA_DATA\.\n$/)
})

test('another clone runs beside this one, with passwords and data of its own', async () => {
  const other = dataFolder(mkdtempSync(join(tmpdir(), 'agora-start-beside-')))
  const [otherPort, otherOperatorPort] = [await freePort(), await freePort()]
  const beside = start([], { AGORA_DATA: other.root, PORT: String(otherPort), OPERATOR_PORT: String(otherOperatorPort) })
  await beside.shows(READY)
  for (const each of [port, otherPort]) assert.equal((await fetch(`http://localhost:${each}/ready`)).status, 200)
  assert.notEqual(readFileSync(other.demoPasswords, 'utf8'), readFileSync(folder.demoPasswords, 'utf8'))
  assert.notEqual((await readPostmaster(placeOf(other.cluster).cluster))?.port, (await readPostmaster(cluster))?.port)
  beside.child.kill('SIGTERM')
  assert.equal((await beside.ended()).code, 0)
  assert.equal((await fetch(`http://localhost:${port}/ready`)).status, 200)
  for (const path of [other.root, placeOf(other.cluster).cluster]) rmSync(path, { recursive: true, force: true })
})

test('a service that dies is named, the rest is stopped, and the exit code is 1', async () => {
  const pids = await processesOfStack()
  process.kill(servicePid('orders'), 'SIGKILL')
  const { code, screen } = await running.ended()
  assert.equal(code, 1)
  assert.match(screen, /The service orders crashed \(signal SIGKILL\)/)
  assert.match(screen, /Everything has stopped\.\n$/)
  assert.deepEqual(pids.filter(isAlive), [])
})

test('a lock whose process is gone does not stand in the way, and passwords stay', async () => {
  writeFileSync(folder.lock, '999999999\n0\n')
  const passwords = readFileSync(folder.demoPasswords, 'utf8')
  running = start()
  const screen = await running.shows(READY)
  assert.doesNotMatch(screen, /Seeded|Migrated/)
  assert.equal(readFileSync(folder.demoPasswords, 'utf8'), passwords)
})

test('Ctrl-C stops everything and frees the ports', async () => {
  const postmaster = await readPostmaster(cluster)
  running.child.kill('SIGINT')
  const { code, screen } = await running.ended()
  assert.equal(code, 0)
  assert.match(screen, /Stopping …\nEverything has stopped\.\n$/)
  assert.equal(isAlive(postmaster?.pid ?? 0), false)
  assert.deepEqual([await isTaken(port), await isTaken(operatorPort)], [false, false])
})

test('when the runner is killed no process outlives it, and the next start works', async () => {
  running = start()
  await running.shows(READY)
  const pids = await processesOfStack()
  running.child.kill('SIGKILL')
  await running.ended()
  while (pids.some(isAlive)) await sleep(50)
  running = start()
  await running.shows(READY)
  running.child.kill('SIGTERM')
  assert.equal((await running.ended()).code, 0)
})

test('a database that dies is named, the services are stopped, and the next start recovers what was written', async () => {
  running = start()
  await running.shows(READY)
  const pids = await processesOfStack()
  process.kill(pids[0] ?? 0, 'SIGKILL')
  const { code, screen } = await running.ended()
  assert.equal(code, 1)
  assert.match(screen, /PostgreSQL ended unasked\. Start again with `npm start`\.\n/)
  assert.match(screen, /Everything has stopped\.\n$/)
  assert.deepEqual(pids.filter(isAlive), [])
  running = start()
  assert.doesNotMatch(await running.shows(READY), /Seeded|Migrated/)
  running.child.kill('SIGTERM')
  assert.equal((await running.ended()).code, 0)
})

test('a broken data folder is one sentence that names the way out, and the way out works', async () => {
  rmSync(join(cluster, 'global', 'pg_control'))
  const broken = await start().ended()
  assert.equal(broken.code, 1)
  assert.match(broken.screen, /does not hold a PostgreSQL 18 cluster\. Begin anew with `npm start -- --reset`/)
  const passwords = readFileSync(folder.demoPasswords, 'utf8')
  running = start(['--reset'])
  assert.match(await running.shows(READY), /Seeded the shop/)
  assert.notEqual(readFileSync(folder.demoPasswords, 'utf8'), passwords)
  running.child.kill('SIGTERM')
  await running.ended()
})

test('a damaged file of the database is one sentence too', async () => {
  writeFileSync(join(cluster, 'postgresql.conf'), 'no such setting at all')
  const { code, screen } = await start().ended()
  assert.equal(code, 1)
  assert.match(screen, /PostgreSQL could not start on .*--reset/)
})

test('an unknown option, a port that is none, and --dev with another server are refused', async () => {
  assert.match((await start(['--sead']).ended()).screen, /Unknown option '--sead'/)
  assert.match((await start([], { PORT: 'http' }).ended()).screen, /^PORT is http, which is no port/)
  const elsewhere = await start(['--dev', '--database-url', 'postgres://nobody@127.0.0.1:1/postgres']).ended()
  const toAll = await start(['--dev'], { HOST: '0.0.0.0' }).ended()
  for (const { code, screen } of [elsewhere, toAll])
    assert.deepEqual([code, /--dev opens doors that only this machine may see/.test(screen)], [1, true])
})

test('a server that cannot be reached is named without its password', async () => {
  const { code, screen } = await start(['--database-url', 'postgres://me:hunter2@127.0.0.1:1/postgres']).ended()
  assert.equal(code, 1)
  assert.match(screen, /The database postgres:\/\/me@127\.0\.0\.1:1\/postgres cannot be reached/)
  assert.doesNotMatch(screen, /hunter2/)
})

test('a port that something else holds is refused before anything starts', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const address = other.address()
  const taken = address !== null && typeof address === 'object' ? address.port : 0
  mkdirSync(folder.root, { recursive: true })
  const { code, screen } = await start([], { OPERATOR_PORT: String(taken) }).ended()
  other.close()
  assert.equal(code, 1)
  assert.match(screen, /^Port \d+, for operators, is taken/)
})
