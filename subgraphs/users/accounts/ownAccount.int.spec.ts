import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { anonymous } from '@agora/security/viewer.ts'
import { guest } from '@agora/testkit/viewers.ts'

import { startTestUsers, type TestUsers } from '../testing/startTestUsers.ts'
import { PASSWORD } from '../testing/usersClient.ts'

let users: TestUsers
before(async () => (users = await startTestUsers()))
after(() => users.stop())

test('changes the profile unless somebody did in between', async () => {
  const member = await users.member('profile@example.com')
  const update = (displayName: string, expectedVersion: number) =>
    users.mutate(member.viewer, {
      name: 'updateProfile',
      input: { displayName, expectedVersion },
      select: 'user { displayName version } userErrors { code field }',
    })
  assert.deepEqual(await update('  Ann Of Gables ', 1), { user: { displayName: 'Ann Of Gables', version: 2 }, userErrors: [] })
  const stale = { code: 'VERSION_CONFLICT', field: ['input', 'expectedVersion'] }
  assert.deepEqual(await update('Too Late', 1), { user: { displayName: 'Ann Of Gables', version: 2 }, userErrors: [stale] })
  const invalid = { code: 'INVALID_INPUT', field: ['input', 'displayName'] }
  assert.deepEqual(await update('turned\u202Earound', 2), { user: { displayName: 'Ann Of Gables', version: 2 }, userErrors: [invalid] })
})

test('lets one of two changes at the same moment win', async () => {
  const member = await users.member('both@example.com')
  const update = (displayName: string) => users.mutate(member.viewer, { name: 'updateProfile', input: { displayName, expectedVersion: 1 } })
  const answers = await Promise.all([update('One'), update('Other')])
  assert.deepEqual(answers.map(({ userErrors }) => userErrors.length).sort(), [0, 1])
})

test('closes the account for its owner, who shows the password, and ends every session', async () => {
  const member = await users.member('leave@example.com')
  const close = (password: string) =>
    users.mutate(member.viewer, { name: 'deactivateAccount', input: { password }, select: 'user { status } userErrors { code field }' })
  assert.deepEqual(await close('not the password'), {
    user: { status: 'ACTIVE' },
    userErrors: [{ code: 'WRONG_PASSWORD', field: ['input', 'password'] }],
  })
  assert.deepEqual(await close(PASSWORD), { user: { status: 'DEACTIVATED' }, userErrors: [] })
  assert.equal((await users.revoked()).includes(member.viewer.sid ?? ''), true)
  assert.equal((await users.signIn('leave@example.com')).accessToken, null)
  assert.equal((await users.refresh(member.refreshToken)).accessToken, null)
})

test('keeps the last administrator from leaving', async () => {
  const admin = await users.member('lastadmin@example.com')
  await users.db.query(`UPDATE users SET roles = '{ADMIN}' WHERE id = $1`, [admin.id])
  const answer = await users.mutate(admin.viewer, {
    name: 'deactivateAccount',
    input: { password: PASSWORD },
    select: 'user { status } userErrors { code }',
  })
  assert.deepEqual(answer, { user: { status: 'ACTIVE' }, userErrors: [{ code: 'LAST_ADMIN' }] })
})

test('has nobody to show to guests and the anonymous, and lets them change nothing', async () => {
  for (const viewer of [anonymous, guest()]) {
    assert.deepEqual(await users.ask(viewer, '{ me { id } }'), { me: null })
    const before = await users.db.query('SELECT id, version FROM users ORDER BY id')
    const answer = await users.as(viewer)('mutation { updateProfile(input: { displayName: "x", expectedVersion: 1 }) { userErrors { code } } }')
    assert.deepEqual(
      answer.errors?.map(({ extensions }) => extensions?.['code']),
      ['FORBIDDEN'],
    )
    assert.deepEqual((await users.db.query('SELECT id, version FROM users ORDER BY id')).rows, before.rows)
  }
})

test('shows nothing but the id to whoever redeems a token for somebody', async () => {
  await users.register('redeem@example.com')
  const [mail] = await users.inbox('redeem@example.com')
  const stranger = await users.member('stranger@example.com')
  const answer = await users.as(stranger.viewer)('mutation ($input: VerifyEmailInput!) { verifyEmail(input: $input) { user { id email } } }', {
    input: { token: mail?.token },
  })
  assert.deepEqual(
    answer.errors?.map(({ extensions, path }) => [extensions?.['code'], path]),
    [['FORBIDDEN', ['verifyEmail', 'user', 'email']]],
  )
  assert.equal(JSON.stringify(answer.data).includes('redeem@'), false)
})
