import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import type { Principal } from '@agora/security/viewer.ts'
import { customer, finance, merchandiser, support, userWith } from '@agora/testkit/viewers.ts'

import { startTestUsers, type TestUsers } from '../testing/startTestUsers.ts'
import { viewerOf, type Member, type Outcome } from '../testing/usersClient.ts'

let users: TestUsers
let admin: Principal
before(async () => {
  users = await startTestUsers()
  const first = await users.member('root@example.com')
  await users.db.query(`UPDATE users SET roles = '{ADMIN}' WHERE id = $1`, [first.id])
  admin = userWith(['ADMIN'], first.id)
})
after(() => users.stop())

type Payload = Outcome & { readonly user: { readonly roles: string[]; readonly status: string; readonly version: number } | null }
const select = 'user { roles status version } userErrors { code field }'
const setRoles = (viewer: Principal, input: { userId: string; roles: string[]; expectedVersion: number }): Promise<Payload> =>
  users.mutate<Payload>(viewer, { name: 'setUserRoles', input, select })
const setStatus = (
  viewer: Principal,
  name: 'deactivateUser' | 'reactivateUser',
  input: { userId: string; expectedVersion: number },
): Promise<Payload> => users.mutate<Payload>(viewer, { name, input, select })
const trailOf = async (userId: string): Promise<unknown[]> =>
  (await users.db.query('SELECT actor, action, before, after FROM audit_entries WHERE target = $1 ORDER BY at, id', [userId])).rows
const isRevoked = async ({ viewer }: Member): Promise<boolean> => (await users.revoked()).includes(viewer.sid ?? '')

test('gives roles, ends the sessions that carry the old ones, and records who did it', async () => {
  const member = await users.member('promoted@example.com')
  assert.deepEqual(await setRoles(admin, { userId: member.id, roles: ['SUPPORT', 'CUSTOMER'], expectedVersion: 1 }), {
    user: { roles: ['CUSTOMER', 'SUPPORT'], status: 'ACTIVE', version: 2 },
    userErrors: [],
  })
  assert.equal(await isRevoked(member), true)
  assert.equal((await users.refresh(member.refreshToken)).accessToken, null)
  assert.deepEqual(viewerOf((await users.signedIn('promoted@example.com')).accessToken).roles, ['CUSTOMER', 'SUPPORT'])
  assert.deepEqual(await trailOf(member.id), [
    { actor: admin.sub, action: 'setUserRoles', before: { roles: ['CUSTOMER'] }, after: { roles: ['CUSTOMER', 'SUPPORT'] } },
  ])
})

test('records nothing and ends nothing when nothing changes', async () => {
  const member = await users.member('same@example.com')
  assert.deepEqual((await setRoles(admin, { userId: member.id, roles: ['CUSTOMER'], expectedVersion: 1 })).user?.version, 1)
  assert.deepEqual([await isRevoked(member), await trailOf(member.id)], [false, []])
})

test('closes and opens an account', async () => {
  const member = await users.member('shut@example.com')
  assert.deepEqual((await setStatus(admin, 'deactivateUser', { userId: member.id, expectedVersion: 1 })).user, {
    roles: ['CUSTOMER'],
    status: 'DEACTIVATED',
    version: 2,
  })
  assert.equal(await isRevoked(member), true)
  assert.equal((await users.signIn('shut@example.com')).accessToken, null)
  assert.deepEqual((await setStatus(admin, 'reactivateUser', { userId: member.id, expectedVersion: 2 })).user, {
    roles: ['CUSTOMER'],
    status: 'ACTIVE',
    version: 3,
  })
  assert.notEqual((await users.signIn('shut@example.com')).accessToken, null)
  assert.deepEqual(
    (await trailOf(member.id)).map((entry) => (entry as { action: string }).action),
    ['deactivateUser', 'reactivateUser'],
  )
})

test('refuses stale versions, unknown accounts, no role, and changes nothing', async () => {
  const member = await users.member('refused@example.com')
  const codes = ({ userErrors }: Payload): string[] => userErrors.map(({ code }) => code)
  assert.deepEqual(codes(await setRoles(admin, { userId: member.id, roles: ['ADMIN'], expectedVersion: 7 })), ['VERSION_CONFLICT'])
  assert.deepEqual(codes(await setRoles(admin, { userId: member.id, roles: [], expectedVersion: 1 })), ['NO_ROLE'])
  assert.deepEqual(codes(await setRoles(admin, { userId: 'usr_01h455vb4pex5vsknk084sn02q', roles: ['ADMIN'], expectedVersion: 1 })), [
    'USER_NOT_FOUND',
  ])
  assert.deepEqual(codes(await setRoles(admin, { userId: 'prd_01h455vb4pex5vsknk084sn02q', roles: ['ADMIN'], expectedVersion: 1 })), [
    'INVALID_INPUT',
  ])
  assert.deepEqual(await trailOf(member.id), [])
  assert.equal(await isRevoked(member), false)
})

test('leaves one administrator, though two close each other at the same moment', async () => {
  const other = await users.member('second@example.com')
  await users.db.query(`UPDATE users SET roles = '{ADMIN}' WHERE id = $1`, [other.id])
  const answers = await Promise.all([
    setStatus(admin, 'deactivateUser', { userId: other.id, expectedVersion: 1 }),
    setStatus(userWith(['ADMIN'], other.id), 'deactivateUser', { userId: admin.sub, expectedVersion: 1 }),
  ])
  assert.deepEqual(
    answers.flatMap(({ userErrors }) => userErrors.map(({ code }) => code)),
    ['LAST_ADMIN'],
  )
  await users.db.query(`UPDATE users SET status = 'ACTIVE', roles = '{ADMIN}' WHERE id = $1`, [admin.sub])
})

test('does not count an administrator who has no password as one who could step in', async () => {
  const absent = await users.member('absent@example.com')
  await users.db.query(`UPDATE users SET roles = '{ADMIN}', password_hash = NULL WHERE id = $1`, [absent.id])
  await users.db.query(`UPDATE users SET roles = '{CUSTOMER}' WHERE id <> ALL ($1::text[])`, [[absent.id, admin.sub]])
  const { version, roles } =
    (await users.db.query<{ version: number; roles: string }>('SELECT version, roles FROM users WHERE id = $1', [admin.sub])).rows[0] ?? {}
  const { userErrors } = await setRoles(admin, { userId: admin.sub, roles: ['CUSTOMER'], expectedVersion: version ?? 0 })
  assert.deepEqual(
    userErrors.map(({ code }) => code),
    ['LAST_ADMIN'],
  )
  assert.deepEqual((await users.db.query('SELECT version, roles FROM users WHERE id = $1', [admin.sub])).rows, [{ version, roles }])
  await users.db.query(`UPDATE users SET roles = '{CUSTOMER}' WHERE id = $1`, [absent.id])
})

test('is closed to everybody else, who change nothing', async () => {
  const member = await users.member('victim@example.com')
  const before = await users.db.query('SELECT roles, status, version FROM users WHERE id = $1', [member.id])
  const calls = [
    `setUserRoles(input: { userId: "${member.id}", roles: [ADMIN], expectedVersion: 1 }) { userErrors { code } }`,
    `deactivateUser(input: { userId: "${member.id}", expectedVersion: 1 }) { userErrors { code } }`,
    `reactivateUser(input: { userId: "${member.id}", expectedVersion: 1 }) { userErrors { code } }`,
  ]
  for (const viewer of [customer(), support(), merchandiser(), finance(), member.viewer]) {
    for (const call of calls) {
      const answer = await users.as(viewer)(`mutation { ${call} }`)
      assert.deepEqual(
        answer.errors?.map(({ extensions }) => extensions?.['code']),
        ['FORBIDDEN'],
        call,
      )
    }
  }
  assert.deepEqual((await users.db.query('SELECT roles, status, version FROM users WHERE id = $1', [member.id])).rows, before.rows)
  assert.deepEqual(await trailOf(member.id), [])
})

test('shows the trail to auditors alone, newest first', async () => {
  const member = await users.member('trail@example.com')
  await setRoles(admin, { userId: member.id, roles: ['FINANCE'], expectedVersion: 1 })
  await setStatus(admin, 'deactivateUser', { userId: member.id, expectedVersion: 2 })
  const query =
    'query ($id: ID!, $after: String) { user(id: $id) { auditTrail(first: 1, after: $after) { nodes { actor action before after } pageInfo { endCursor hasNextPage } } } }'
  interface Trail {
    readonly user: {
      readonly auditTrail: { readonly nodes: readonly unknown[]; readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean } }
    }
  }
  const first = (await users.ask<Trail>(admin, query, { id: member.id })).user.auditTrail
  assert.deepEqual(first.nodes, [{ actor: admin.sub, action: 'deactivateUser', before: '{"status": "ACTIVE"}', after: '{"status": "DEACTIVATED"}' }])
  const second = (await users.ask<Trail>(admin, query, { id: member.id, after: first.pageInfo.endCursor })).user.auditTrail
  assert.deepEqual(second.nodes, [{ actor: admin.sub, action: 'setUserRoles', before: '{"roles": ["CUSTOMER"]}', after: '{"roles": ["FINANCE"]}' }])
  assert.deepEqual([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage], [true, false])
  const denied = await users.as(support())(query, { id: member.id })
  assert.deepEqual(
    denied.errors?.map(({ extensions }) => extensions?.['code']),
    ['FORBIDDEN'],
  )
})

test('never changes what stands in the trail', async () => {
  await assert.rejects(users.db.query(`UPDATE audit_entries SET actor = 'usr_somebody_else'`), /never changed/)
  await assert.rejects(users.db.query('DELETE FROM audit_entries'), /never changed/)
})
