import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import type pg from 'pg'

import { newId } from '@agora/ids/typeId.ts'

import { startTestUsers } from '../testing/startTestUsers.ts'

const PASSWORDS = { 'ada@example.com': 'drawn for ada', 'real@example.com': 'drawn for nobody', 'absent@example.com': 'drawn for nobody' }

let dir: string
let file: string
before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'agora-demo-'))
  file = join(dir, 'demo-passwords.json')
  await writeFile(file, JSON.stringify(PASSWORDS), { mode: 0o600 })
})
after(() => rm(dir, { recursive: true }))

const prepare = async (db: pg.Pool): Promise<void> => {
  for (const [email, demo] of [
    ['ada@example.com', true],
    ['real@example.com', false],
  ]) {
    await db.query(`INSERT INTO users (id, email, email_key, display_name, demo) VALUES ($1, $2, $2, 'Somebody', $3)`, [newId('User'), email, demo])
  }
}

test('a demonstration account signs in with the password that was drawn, where development doors are open', async () => {
  const users = await startTestUsers({ demoPasswordsFile: file, prepare })
  try {
    assert.notEqual((await users.signIn('ada@example.com', 'drawn for ada')).accessToken, null)
    assert.equal((await users.signIn('real@example.com', 'drawn for nobody')).accessToken, null, 'other accounts are not touched')
  } finally {
    await users.stop()
  }
})

test('without them it does not, by password, by reset or by an old session; the answer is that of a wrong password', async () => {
  const users = await startTestUsers({ dev: false, demoPasswordsFile: file, prepare })
  try {
    assert.deepEqual((await users.db.query('SELECT password_hash FROM users WHERE demo')).rows, [{ password_hash: null }])
    await users.register('plain@example.com')
    await users.db.query(`UPDATE users SET password_hash = (SELECT password_hash FROM users WHERE email_key = 'plain@example.com') WHERE demo`)
    const before = users.work.derived
    assert.deepEqual(
      (await users.signIn('ada@example.com')).userErrors.map(({ code }) => code),
      ['INVALID_CREDENTIALS'],
    )
    assert.equal(users.work.derived - before, 1)
    const member = await users.signedIn('plain@example.com')
    await users.db.query(`UPDATE users SET demo = true WHERE id = $1`, [member.id])
    assert.equal((await users.refresh(member.refreshToken)).accessToken, null)
  } finally {
    await users.stop()
  }
})

test('lists for the sign-in form the demonstration accounts whose password was drawn, and nobody else', async () => {
  const users = await startTestUsers({ demoPasswordsFile: file, prepare })
  try {
    const page = await users.page('/dev/accounts.json')
    assert.deepEqual(JSON.parse(page.text), { accounts: [{ email: 'ada@example.com', password: 'drawn for ada', roles: ['CUSTOMER'] }] })
  } finally {
    await users.stop()
  }
})
