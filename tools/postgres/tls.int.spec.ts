import assert from 'node:assert/strict'
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { createPool } from '@agora/database/pool.ts'
import { withClient } from '@agora/database/provision.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { makeAuthority, type Credentials } from '@agora/testkit/testAuthority.ts'

import { placeOf } from './place.ts'
import { startPostgres } from './startPostgres.ts'

const logger = createLogger({ service: 'test', level: 'silent' })
const folder = mkdtempSync(join(tmpdir(), 'agora-tls-'))
const dataDir = join(folder, 'cluster')
const server = await startPostgres({ dataDir, passwordFile: join(folder, 'password'), logFile: join(folder, 'log'), durable: false })
const { cluster, account } = placeOf(dataDir)
after(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
  rmSync(cluster, { recursive: true, force: true })
})

const authority = makeAuthority()
const caFile = join(folder, 'authority.pem')
writeFileSync(caFile, authority.certificate)
const byName = server.url.replace('127.0.0.1', 'localhost')

/** Gives the server a certificate, or takes TLS away from it. New connections meet the change. */
async function serve(credentials: Credentials | undefined): Promise<void> {
  if (credentials !== undefined) {
    for (const [name, text] of [
      ['server.crt', credentials.certificate],
      ['server.key', credentials.privateKey],
    ] as const) {
      writeFileSync(join(cluster, name), text, { mode: 0o600 })
      if (account !== undefined) chownSync(join(cluster, name), account.uid, account.gid)
    }
  }
  await withClient(server.url, async (admin) => {
    await admin.query(`ALTER SYSTEM SET ssl = ${credentials === undefined ? 'off' : 'on'}`)
    await admin.query('SELECT pg_reload_conf()')
  })
  await untilServed(credentials !== undefined)
}

async function untilServed(on: boolean): Promise<void> {
  for (;;) {
    const { rows } = await withClient(server.url, (admin) => admin.query<{ ssl: string }>('SHOW ssl'))
    if (rows[0]?.ssl === (on ? 'on' : 'off')) return
  }
}

async function isEncrypted(url: string, file?: string): Promise<boolean> {
  const pool = createPool({ url, caFile: file, name: 'tls', logger })
  try {
    const { rows } = await pool.query<{ ssl: boolean }>('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()')
    return rows[0]?.ssl === true
  } finally {
    await pool.end()
  }
}

test('a server whose authority and name are right is spoken to over TLS', async () => {
  await serve(authority.issue({ names: ['localhost'], addresses: ['127.0.0.1'] }))
  assert.equal(await isEncrypted(byName, caFile), true)
  assert.equal(await isEncrypted(server.url, caFile), true)
})

test('a certificate for another host is refused, for names and for addresses', async () => {
  await serve(authority.issue({ names: ['elsewhere.example'], addresses: ['192.0.2.1'] }))
  await assert.rejects(isEncrypted(byName, caFile), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' })
  await assert.rejects(isEncrypted(server.url, caFile), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' })
})

test('a certificate for the name localhost does not open the address, nor the other way round', async () => {
  await serve(authority.issue({ names: ['localhost'] }))
  await assert.rejects(isEncrypted(server.url, caFile), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' })
  await serve(authority.issue({ addresses: ['127.0.0.1'] }))
  await assert.rejects(isEncrypted(byName, caFile), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' })
})

test('an authority that is not trusted is refused', async () => {
  await serve(makeAuthority().issue({ names: ['localhost'] }))
  await assert.rejects(isEncrypted(byName, caFile), /certificate/)
  await assert.rejects(isEncrypted(`${byName}?sslmode=verify-full`), /certificate/)
})

test('a server that offers no TLS is refused instead of spoken to in the clear', async () => {
  await serve(undefined)
  await assert.rejects(isEncrypted(byName, caFile), /does not support SSL/)
  await assert.rejects(isEncrypted(`${server.url}?sslmode=require`), /does not support SSL/)
})
