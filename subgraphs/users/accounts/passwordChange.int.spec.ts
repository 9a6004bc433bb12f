import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { anonymous } from '@agora/security/viewer.ts'

import { startTestUsers, type TestUsers } from '../testing/startTestUsers.ts'
import { PASSWORD, type Member, type Outcome } from '../testing/usersClient.ts'

const NEW = 'another fine password'

let users: TestUsers
before(async () => (users = await startTestUsers()))
after(() => users.stop())

const change = (member: Member, currentPassword: string, newPassword: string): Promise<Outcome> =>
  users.mutate(member.viewer, { name: 'changePassword', input: { currentPassword, newPassword } })
const requestReset = (email: string) =>
  users.mutate(anonymous, { name: 'requestPasswordReset', input: { email }, select: 'sentTo userErrors { code }' })
const reset = (token: string | null | undefined, newPassword: string): Promise<Outcome> =>
  users.mutate(anonymous, { name: 'resetPassword', input: { token, newPassword } })
const opens = async (email: string, password: string): Promise<boolean> => (await users.signIn(email, password)).accessToken !== null
const isAlive = async ({ refreshToken }: Member): Promise<boolean> => (await users.refresh(refreshToken)).accessToken !== null

test('changes the password, keeps this session and ends the others', async () => {
  const here = await users.member('change@example.com')
  const there = await users.signedIn('change@example.com')
  assert.deepEqual((await change(here, PASSWORD, NEW)).userErrors, [])
  assert.deepEqual([await isAlive(here), await isAlive(there)], [true, false])
  assert.deepEqual([await opens('change@example.com', PASSWORD), await opens('change@example.com', NEW)], [false, true])
  assert.equal((await users.inbox('change@example.com'))[0]?.kind, 'password-changed')
})

test('changes nothing for a wrong or weak password', async () => {
  const member = await users.member('keep@example.com')
  const before = await users.db.query('SELECT password_hash, version FROM users WHERE id = $1', [member.id])
  assert.deepEqual((await change(member, 'not the password', NEW)).userErrors, [{ code: 'WRONG_PASSWORD', field: ['input', 'currentPassword'] }])
  assert.deepEqual((await change(member, PASSWORD, 'short')).userErrors, [{ code: 'WEAK_PASSWORD', field: ['input', 'newPassword'] }])
  assert.deepEqual((await change(member, PASSWORD, 'Lindqvist1234')).userErrors, [{ code: 'WEAK_PASSWORD', field: ['input', 'newPassword'] }])
  assert.deepEqual((await users.db.query('SELECT password_hash, version FROM users WHERE id = $1', [member.id])).rows, before.rows)
})

test('counts wrong passwords of somebody signed in with the attempts to sign in', async () => {
  const member = await users.member('guess@example.com')
  for (let guess = 0; guess < 5; guess += 1) await change(member, `guess number ${guess}`, NEW)
  assert.deepEqual(
    (await change(member, PASSWORD, NEW)).userErrors.map(({ code }) => code),
    ['LOCKED'],
  )
  assert.deepEqual(
    (await users.signIn('guess@example.com')).userErrors.map(({ code }) => code),
    ['LOCKED'],
  )
})

test('resets a forgotten password once, by mail: every session ends, the lock too, and the address is verified', async () => {
  const member = await users.member('forgot@example.com')
  for (let guess = 0; guess < 5; guess += 1) await users.signIn('forgot@example.com', 'not the password')
  assert.deepEqual(await requestReset('FORGOT@example.com'), { sentTo: 'FORGOT@example.com', userErrors: [] })
  const [mail] = await users.inbox('forgot@example.com')
  assert.deepEqual((await reset(mail?.token, NEW)).userErrors, [])
  assert.equal(await isAlive(member), false)
  assert.equal((await users.revoked()).includes(member.viewer.sid ?? ''), true)
  assert.equal(await opens('forgot@example.com', NEW), true)
  const { rows } = await users.db.query<{ verified: boolean }>('SELECT email_verified_at IS NOT NULL AS verified FROM users WHERE id = $1', [
    member.id,
  ])
  assert.deepEqual(rows, [{ verified: true }])
  assert.deepEqual((await reset(mail?.token, PASSWORD)).userErrors, [{ code: 'INVALID_TOKEN', field: ['input', 'token'] }])
})

test('answers alike for an address without an account, after the same work, and mails it that there is none', async () => {
  const observed = async (email: string) => {
    const { statements } = users.work
    return { errors: (await requestReset(email)).userErrors, statements: users.work.statements - statements }
  }
  await users.register('known@example.com')
  assert.deepEqual(await observed('stranger@example.com'), await observed('known@example.com'))
  assert.deepEqual(
    (await users.inbox('stranger@example.com')).map(({ kind, token }) => [kind, token]),
    [['reset-password', null]],
  )
})

test('refuses a token of another purpose, an old one, and one that a later reset made void', async () => {
  await users.register('tokens@example.com')
  const [verification] = await users.inbox('tokens@example.com')
  const invalid = [{ code: 'INVALID_TOKEN', field: ['input', 'token'] }]
  assert.deepEqual((await reset(verification?.token, NEW)).userErrors, invalid)
  await requestReset('tokens@example.com')
  await requestReset('tokens@example.com')
  const [second, first] = await users.inbox('tokens@example.com')
  assert.deepEqual((await reset(second?.token, NEW)).userErrors, [])
  assert.deepEqual((await reset(first?.token, PASSWORD)).userErrors, invalid)
  await requestReset('tokens@example.com')
  const [third] = await users.inbox('tokens@example.com')
  users.pass(3601)
  assert.deepEqual((await reset(third?.token, PASSWORD)).userErrors, invalid)
  assert.equal(await opens('tokens@example.com', NEW), true)
})

test('uses a token up once, though it comes back twice at the same moment', async () => {
  await users.register('double@example.com')
  await requestReset('double@example.com')
  const [mail] = await users.inbox('double@example.com')
  const answers = await Promise.all([reset(mail?.token, 'first fine password'), reset(mail?.token, 'second fine password')])
  assert.deepEqual(answers.map(({ userErrors }) => userErrors.length).sort(), [0, 1])
})

test('mails at most five messages of a kind an hour to one address', async () => {
  for (let request = 0; request < 7; request += 1) assert.deepEqual((await requestReset('flood@example.com')).userErrors, [])
  assert.equal((await users.inbox('flood@example.com')).length, 5)
  users.pass(3601)
  await requestReset('flood@example.com')
  assert.equal((await users.inbox('flood@example.com')).length, 6)
})
