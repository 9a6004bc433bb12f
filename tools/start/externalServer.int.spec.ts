import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { withClient } from '@agora/database/provision.ts'
import { createGraphqlClient } from '@agora/testkit/graphqlClient.ts'
import { makeAuthority, type Credentials } from '@agora/testkit/testAuthority.ts'

import { freePort } from '../postgres/freePort.ts'
import { placeOf } from '../postgres/place.ts'
import { startPostgres } from '../postgres/startPostgres.ts'

const folder = mkdtempSync(join(tmpdir(), 'agora-external-'))
const dataDir = join(folder, 'cluster')
const server = await startPostgres({ dataDir, passwordFile: join(folder, 'password'), logFile: join(folder, 'log'), durable: false })
const { cluster, account } = placeOf(dataDir)
const authority = makeAuthority()
const caFile = join(folder, 'authority.pem')
writeFileSync(caFile, authority.certificate)
const url = server.url.replace('127.0.0.1', 'localhost')
after(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
  rmSync(cluster, { recursive: true, force: true })
})

async function serve({ certificate, privateKey }: Credentials): Promise<void> {
  const files = { 'server.crt': certificate, 'server.key': privateKey }
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(cluster, name), text, { mode: 0o600 })
    if (account !== undefined) chownSync(join(cluster, name), account.uid, account.gid)
  }
  await withClient(server.url, async (admin) => {
    await admin.query('ALTER SYSTEM SET ssl = on')
    await admin.query('SELECT pg_reload_conf()')
  })
}

interface Screen {
  readonly code: number
  readonly text: string
}

/** Runs `npm start` against that server until it ends, and stops it once the graph answers. */
async function start(port: number, whenReady: () => Promise<void> = async () => {}): Promise<Screen> {
  const own = { AGORA_DATA: join(folder, 'data'), PORT: String(port), OPERATOR_PORT: String(await freePort()) }
  const child = fork(join(import.meta.dirname, 'main.ts'), ['--database-url', url, '--database-ca', caFile], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...own },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let text = ''
  let ready: Promise<void> | undefined
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      if (text.includes('curl -s')) ready ??= whenReady().finally(() => child.kill('SIGTERM'))
    })
  }
  const [code] = await once(child, 'close')
  await ready
  return { code: Number(code), text }
}

const BACKENDS = `SELECT datname, bool_and(coalesce(ssl, false)) AS tls FROM pg_stat_activity LEFT JOIN pg_stat_ssl USING (pid)
  WHERE datname LIKE 'agora\\_%' GROUP BY datname ORDER BY datname`

test('the whole graph runs on a server of somebody else over verified TLS, without development doors', async () => {
  await serve(authority.issue({ names: ['localhost'] }))
  const port = await freePort()
  const client = createGraphqlClient(`http://localhost:${port}/graphql`)
  const { code, text } = await start(port, async () => {
    const shelf = '{ products(first: 1, filter: { inStock: true }) { totalCount nodes { variants { id price(currency: USD) { decimal } } } } }'
    const { products } = await client.data<{ products: { totalCount: number } }>(shelf)
    assert.ok(products.totalCount > 100)
    const { startGuestSession } = await client.data<{ startGuestSession: { accessToken: string } }>('mutation { startGuestSession { accessToken } }')
    assert.deepEqual(await client.as(startGuestSession.accessToken).data('{ cart { id } }'), { cart: null })
    const { rows } = await withClient(server.url, (admin) => admin.query(BACKENDS))
    assert.deepEqual(
      rows,
      ['ai', 'bus', 'orders', 'payments', 'products', 'users'].map((name) => ({ datname: `agora_${name}`, tls: true })),
    )
  })
  assert.equal(code, 0, text)
  assert.match(text, /Development doors are closed: the database or a listener is not of this machine alone\./)
  assert.doesNotMatch(text, /Demo accounts|dev\/inbox/)
})

test('a server whose certificate is for another host is refused in one sentence', async () => {
  await serve(authority.issue({ names: ['elsewhere.example'] }))
  const { code, text } = await start(await freePort())
  assert.equal(code, 1)
  assert.match(text, /The database postgres:\/\/postgres@localhost:\d+\/postgres cannot be reached: .*does not match certificate.*/)
})
