import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { anonymous } from '@agora/security/viewer.ts'

import { startTestUsers, type TestUsers } from '../testing/startTestUsers.ts'
import { PASSWORD, type Member } from '../testing/usersClient.ts'

let users: TestUsers
before(async () => (users = await startTestUsers()))
after(() => users.stop())

const request = ({ viewer }: Member, newEmail: string, password = PASSWORD) =>
  users.mutate<{ sentTo: string | null; userErrors: { code: string }[] }>(viewer, {
    name: 'requestEmailChange',
    input: { newEmail, password },
    select: 'sentTo userErrors { code }',
  })
const confirm = (token: string | null | undefined) => users.mutate(anonymous, { name: 'confirmEmailChange', input: { token } })
const emailOf = async ({ viewer }: Member): Promise<unknown> =>
  (await users.ask<{ me: unknown }>(viewer, '{ me { email emailVerified version } }')).me

test('moves an account when the new address has confirmed it, and tells the old one', async () => {
  const member = await users.member('old@example.com')
  assert.deepEqual(await request(member, 'New@example.com'), { sentTo: 'New@example.com', userErrors: [] })
  assert.deepEqual(await emailOf(member), { email: 'old@example.com', emailVerified: false, version: 1 })
  const [mail] = await users.inbox('new@example.com')
  assert.deepEqual(await confirm(mail?.token), { userErrors: [] })
  assert.deepEqual(await emailOf(member), { email: 'New@example.com', emailVerified: true, version: 2 })
  assert.deepEqual(
    (await users.inbox('old@example.com')).map(({ kind }) => kind),
    ['email-change-done', 'email-change-requested', 'verify-email'],
  )
  assert.equal((await users.signIn('old@example.com')).accessToken, null)
  assert.equal((await users.signedIn('new@example.com')).id, member.id)
  assert.deepEqual(await confirm(mail?.token), { userErrors: [{ code: 'INVALID_TOKEN', field: ['input', 'token'] }] })
})

test('answers alike for an address that is taken, and tells its owner instead', async () => {
  const member = await users.member('asks@example.com')
  await users.register('owned@example.com')
  assert.deepEqual(await request(member, 'owned@example.com'), { sentTo: 'owned@example.com', userErrors: [] })
  assert.deepEqual(
    (await users.inbox('owned@example.com')).map(({ kind, token }) => [kind, token === null]),
    [
      ['already-registered', true],
      ['verify-email', false],
    ],
  )
})

test('changes nothing when another account took the address in between', async () => {
  const member = await users.member('slow@example.com')
  await request(member, 'wanted@example.com')
  const [mail] = await users.inbox('wanted@example.com')
  await users.register('wanted@example.com')
  assert.deepEqual(await confirm(mail?.token), { userErrors: [{ code: 'EMAIL_TAKEN', field: null }] })
  assert.deepEqual(await emailOf(member), { email: 'slow@example.com', emailVerified: false, version: 1 })
})

test('mails nothing for a wrong password or an address that is none', async () => {
  const member = await users.member('wrong@example.com')
  assert.deepEqual(await request(member, 'never@example.com', 'not the password'), { sentTo: null, userErrors: [{ code: 'WRONG_PASSWORD' }] })
  assert.deepEqual(await request(member, 'nevеr@example.com'), { sentTo: null, userErrors: [{ code: 'INVALID_EMAIL' }] })
  assert.deepEqual(await users.inbox('never@example.com'), [])
})

test('makes void what went to the address that was left', async () => {
  const member = await users.member('left@example.com')
  await users.mutate(anonymous, { name: 'requestPasswordReset', input: { email: 'left@example.com' } })
  const [reset] = await users.inbox('left@example.com')
  await request(member, 'arrived@example.com')
  await confirm((await users.inbox('arrived@example.com'))[0]?.token)
  const answer = await users.mutate(anonymous, { name: 'resetPassword', input: { token: reset?.token, newPassword: 'another fine password' } })
  assert.deepEqual(answer.userErrors, [{ code: 'INVALID_TOKEN', field: ['input', 'token'] }])
})
