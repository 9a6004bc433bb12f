import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { promisify } from 'node:util'

import { readMigrations } from '@agora/database/migrationFolder.ts'

import { placeOf } from '../postgres/place.ts'
import { startPostgres } from '../postgres/startPostgres.ts'

const folder = mkdtempSync(join(tmpdir(), 'agora-db-'))
const dataDir = join(folder, 'cluster')
const server = await startPostgres({ dataDir, passwordFile: join(folder, 'password'), logFile: join(folder, 'log'), durable: false })
after(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
  rmSync(placeOf(dataDir).cluster, { recursive: true, force: true })
})

const names = (await readMigrations('users')).map(({ name }) => name).join(', ')
const run = promisify(execFile)

interface Said {
  readonly code: number
  readonly text: string
}

/** Runs `npm run db` without npm, on a server of this spec's own. */
async function db(...args: readonly string[]): Promise<Said> {
  const env = { PATH: process.env['PATH'], AGORA_DATA: join(folder, 'data'), AGORA_DATABASE_URL: server.url }
  const file = join(import.meta.dirname, 'main.ts')
  return run(process.execPath, ['--disable-warning=ExperimentalWarning', file, ...args], { env }).then(
    ({ stdout }) => ({ code: 0, text: stdout }),
    (error: { code: number; stdout: string; stderr: string }) => ({ code: error.code, text: error.stdout + error.stderr }),
  )
}

const status = (applied: string, pending: string): string =>
  [`applied: ${applied}`, `pending: ${pending}`, 'edited: none', 'failed: none', 'unknown: none'].map((line) => `users: ${line}\n`).join('')

test('a database is said to be behind, is migrated once, and is said to be up to date', async () => {
  assert.deepEqual(await db('status', 'users'), { code: 1, text: status('none', names) })
  assert.deepEqual(await db('migrate', 'users'), { code: 0, text: `users: applied ${names}\n` })
  assert.deepEqual(await db('migrate', 'users'), { code: 0, text: 'users: up to date\n' })
  assert.deepEqual(await db('status', 'users'), { code: 0, text: status(names, 'none') })
})

test('nothing is written while schema and migrations agree', async () => {
  assert.deepEqual(await db('diff', 'users', 'nothing_new'), { code: 0, text: 'users: schema.prisma and the migrations agree\n' })
  assert.deepEqual(await db('drift', 'users'), { code: 0, text: 'users: no drift\n' })
})

test('a reset makes the database anew', async () => {
  const count = names.split(', ').length
  assert.deepEqual(await db('reset', 'users'), {
    code: 0,
    text: `users: made anew with ${count} migrations; \`npm start\` seeds it again\n`,
  })
  assert.equal((await db('status', 'users')).code, 0)
})

test('an unknown command, an unknown domain and a migration without a name are refused with the way out', async () => {
  const sentences: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /^Say what to do:\nnpm run db migrate /],
    [['migrat'], /^Say what to do:\nnpm run db migrate /],
    [['migrate', 'parcels'], /^There is no domain parcels: users, products, orders, payments, ai, bus\.\n$/],
    [['diff'], /^Say which domain: npm run db diff users add_nickname\n$/],
    [['diff', 'users'], /^A migration needs a name of small letters/],
    [['migrate', '--force'], /^Unknown option '--force'\. Say what to do:\nnpm run db migrate /],
  ]
  for (const [args, sentence] of sentences) {
    const { code, text } = await db(...args)
    assert.equal(code, 1, args.join(' '))
    assert.match(text, sentence)
  }
})
