import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { createEventStore } from '@agora/event-store/eventStore.ts'
import { anonymous } from '@agora/security/viewer.ts'
import { admin as administrator } from '@agora/testkit/viewers.ts'

import { catalogue } from '../../../schema/events/catalogue.ts'
import { startTestUsers, type TestUsers } from '../testing/startTestUsers.ts'
import { PASSWORD } from '../testing/usersClient.ts'

let users: TestUsers
before(async () => (users = await startTestUsers()))
after(() => users.stop())

const store = createEventStore({ catalogue })
const eventsOf = async (stream: string) => (await store.read(users.db, stream)).map(({ type, data }) => [type, data])
const admin = administrator()

test('an account tells of everything that happens to it, and of nothing that does not', async () => {
  const member = await users.member('story@example.com')
  const { id, viewer } = member
  const [mail] = await users.inbox('story@example.com')
  const verify = () => users.mutate(anonymous, { name: 'verifyEmail', input: { token: mail?.token } })
  await verify()
  await verify()
  await users.mutate(viewer, { name: 'updateProfile', input: { displayName: 'Ann', expectedVersion: 2 } })
  await users.mutate(viewer, { name: 'updateProfile', input: { displayName: 'Too Late', expectedVersion: 2 } })
  const address = { recipient: 'Ann', line1: 'Street 1', city: 'Berlin', postalCode: '10115', countryCode: 'DE' }
  await users.mutate(viewer, { name: 'addAddress', input: { address } })
  await users.mutate(viewer, { name: 'addAddress', input: { address: { ...address, countryCode: 'XX' } } })
  await users.mutate(viewer, { name: 'requestEmailChange', input: { newEmail: 'story2@example.com', password: PASSWORD } })
  await users.mutate(anonymous, { name: 'confirmEmailChange', input: { token: (await users.inbox('story2@example.com'))[0]?.token } })
  await users.mutate(viewer, { name: 'changePassword', input: { currentPassword: PASSWORD, newPassword: 'another fine password' } })
  const version = async () => (await users.db.query<{ version: number }>('SELECT version FROM users WHERE id = $1', [id])).rows[0]?.version
  const setRoles = async (roles: string[]) =>
    users.mutate(admin, { name: 'setUserRoles', input: { userId: id, roles, expectedVersion: await version() } })
  await setRoles(['CUSTOMER', 'SUPPORT'])
  await setRoles(['CUSTOMER', 'SUPPORT'])
  await users.mutate(admin, { name: 'deactivateUser', input: { userId: id, expectedVersion: await version() } })
  await users.mutate(admin, { name: 'reactivateUser', input: { userId: id, expectedVersion: await version() } })
  assert.deepEqual(await eventsOf(id), [
    ['user.registered', { userId: id }],
    ['user.emailVerified', { userId: id }],
    ['user.profileChanged', { userId: id, fields: ['displayName'] }],
    ['user.profileChanged', { userId: id, fields: ['addresses'] }],
    ['user.emailChanged', { userId: id }],
    ['user.passwordChanged', { userId: id, code: 'CHANGED' }],
    ['user.rolesChanged', { userId: id, roles: ['CUSTOMER', 'SUPPORT'] }],
    ['user.deactivated', { userId: id }],
    ['user.reactivated', { userId: id }],
  ])
})

test('an event carries the request that it follows from and who asked', async () => {
  const member = await users.member('cause@example.com')
  const query = 'mutation { signOut { endedSessions } }'
  await users.as(member.viewer)(query, {}, { 'x-request-id': 'req-of-this-test' })
  const [event] = await store.read(users.db, member.viewer.sid ?? '')
  assert.deepEqual(event?.metadata, { correlationId: 'req-of-this-test', causationId: null, actor: member.id })
  const [first] = await store.read(users.db, member.id)
  assert.deepEqual([first?.metadata.actor, first?.metadata.causationId], ['anonymous', null])
})

test('a change that is rolled back leaves no event behind', async () => {
  const member = await users.member('taken-away@example.com')
  await users.mutate(member.viewer, { name: 'requestEmailChange', input: { newEmail: 'taken-first@example.com', password: PASSWORD } })
  const [mail] = await users.inbox('taken-first@example.com')
  await users.register('taken-first@example.com')
  const confirmed = await users.mutate(anonymous, { name: 'confirmEmailChange', input: { token: mail?.token } })
  assert.deepEqual(
    confirmed.userErrors.map(({ code }) => code),
    ['EMAIL_TAKEN'],
  )
  assert.deepEqual(await eventsOf(member.id), [['user.registered', { userId: member.id }]])
})

test('somebody who resets a password by mail has verified the address as well, once', async () => {
  const member = await users.member('reset-story@example.com')
  for (const newPassword of ['another fine password', 'yet another password']) {
    await users.mutate(anonymous, { name: 'requestPasswordReset', input: { email: 'reset-story@example.com' } })
    const [mail] = await users.inbox('reset-story@example.com')
    await users.mutate(anonymous, { name: 'resetPassword', input: { token: mail?.token, newPassword } })
  }
  assert.deepEqual(await eventsOf(member.id), [
    ['user.registered', { userId: member.id }],
    ['user.passwordChanged', { userId: member.id, code: 'RESET' }],
    ['user.emailVerified', { userId: member.id }],
    ['user.passwordChanged', { userId: member.id, code: 'RESET' }],
  ])
})

test('registrations of one address at the same time open one account and tell of one', async () => {
  await Promise.all(Array.from({ length: 5 }, () => users.register('together@example.com')))
  const { rows } = await users.db.query<{ id: string }>(`SELECT id FROM users WHERE email_key = 'together@example.com'`)
  assert.equal(rows.length, 1)
  const again = Array.from({ length: 4 }, () => ['user.registrationRepeated', { userId: rows[0]?.id }])
  assert.deepEqual(await eventsOf(rows[0]?.id ?? ''), [['user.registered', { userId: rows[0]?.id }], ...again])
})

test('no event knows a name, an address, a device, a password or a token', async () => {
  const personal = ['Zebedee Quill', 'zebedee@example.com', 'quillphone', 'quill street', PASSWORD, 'quilltown', 'zebedee2@example.com']
  await users.mutate(anonymous, { name: 'register', input: { email: 'zebedee@example.com', password: PASSWORD, displayName: 'Zebedee Quill' } })
  const tokens = await users.mutate<{ refreshToken: string }>(anonymous, {
    name: 'signIn',
    input: { email: 'zebedee@example.com', password: PASSWORD, device: 'quillphone' },
    select: 'refreshToken userErrors { code }',
  })
  const member = await users.signedIn('zebedee@example.com')
  const address = { recipient: 'Zebedee Quill', line1: 'quill street', city: 'quilltown', postalCode: '10115', countryCode: 'DE' }
  await users.mutate(member.viewer, { name: 'addAddress', input: { address } })
  await users.mutate(member.viewer, { name: 'requestEmailChange', input: { newEmail: 'zebedee2@example.com', password: PASSWORD } })
  const mails = await users.inbox('zebedee2@example.com')
  await users.mutate(anonymous, { name: 'confirmEmailChange', input: { token: mails[0]?.token } })
  await users.mutate(member.viewer, { name: 'signOutEverywhere' })
  const secrets = [...personal, tokens.refreshToken, member.accessToken, mails[0]?.token ?? 'missing']
  const { rows } = await users.db.query<{ text: string }>(`SELECT lower(data::text || metadata::text || stream) AS text FROM events`)
  assert.ok(rows.length > 20)
  for (const secret of secrets) {
    assert.deepEqual(
      rows.filter(({ text }) => text.includes(secret.toLowerCase())),
      [],
      secret,
    )
  }
})
