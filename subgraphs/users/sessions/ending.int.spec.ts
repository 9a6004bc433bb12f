import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { keys, revocations } from '@agora/rpc/methods/identity.ts'
import { anonymous } from '@agora/security/viewer.ts'
import { guest } from '@agora/testkit/viewers.ts'

import { startTestUsers, type TestUsers } from '../testing/startTestUsers.ts'
import type { Member } from '../testing/usersClient.ts'

let users: TestUsers
before(async () => (users = await startTestUsers()))
after(() => users.stop())

interface Devices {
  readonly me: {
    readonly sessions: {
      readonly nodes: readonly { readonly id: string; readonly device: string; readonly current: boolean }[]
      readonly totalCount: number
    }
  }
}
const devicesOf = async ({ viewer }: Member): Promise<Devices['me']['sessions']> =>
  (await users.ask<Devices>(viewer, '{ me { sessions { nodes { id device current authenticationMethods lastUsedAt } totalCount } } }')).me.sessions
const isRevoked = async ({ viewer }: Member): Promise<boolean> => (await users.revoked()).includes(viewer.sid ?? '')
const canRefresh = async ({ refreshToken }: Member): Promise<boolean> => (await users.refresh(refreshToken)).accessToken !== null

test('lists the living sessions, last used first, and says which one asks', async () => {
  const first = await users.member('list@example.com')
  users.pass(10)
  const second = await users.signedIn('list@example.com')
  const { nodes, totalCount } = await devicesOf(first)
  assert.deepEqual(
    [nodes.map(({ id, current }) => [id, current]), totalCount],
    [
      [
        [second.viewer.sid, false],
        [first.viewer.sid, true],
      ],
      2,
    ],
  )
})

test('pages through them', async () => {
  const member = await users.member('pages@example.com')
  for (let device = 0; device < 3; device += 1) await users.signIn('pages@example.com')
  const page = async (after: string | null) => {
    const query = 'query ($after: String) { me { sessions(first: 3, after: $after) { nodes { id } pageInfo { endCursor hasNextPage } } } }'
    const data = await users.ask<{ me: { sessions: { nodes: { id: string }[]; pageInfo: { endCursor: string; hasNextPage: boolean } } } }>(
      member.viewer,
      query,
      { after },
    )
    return data.me.sessions
  }
  const first = await page(null)
  const second = await page(first.pageInfo.endCursor)
  assert.deepEqual([first.nodes.length, first.pageInfo.hasNextPage, second.nodes.length, second.pageInfo.hasNextPage], [3, true, 1, false])
  assert.equal(new Set([...first.nodes, ...second.nodes].map(({ id }) => id)).size, 4)
})

test('signs out: the session is announced as revoked and cannot be refreshed', async () => {
  const leaving = await users.member('out@example.com')
  const staying = await users.signedIn('out@example.com')
  assert.equal(await isRevoked(leaving), false)
  const select = 'endedSessions userErrors { code }'
  assert.deepEqual(await users.mutate(leaving.viewer, { name: 'signOut', select }), { endedSessions: 1, userErrors: [] })
  assert.deepEqual([await isRevoked(leaving), await canRefresh(leaving)], [true, false])
  assert.deepEqual([await isRevoked(staying), await canRefresh(staying)], [false, true])
  assert.deepEqual(await users.mutate(leaving.viewer, { name: 'signOut', select }), { endedSessions: 0, userErrors: [] })
})

test('announces an ended session until its last access token has expired', async () => {
  const member = await users.member('until@example.com')
  await users.mutate(member.viewer, { name: 'signOut' })
  users.pass(600)
  assert.equal(await isRevoked(member), true)
  users.pass(120)
  assert.equal(await isRevoked(member), false)
})

test('signs out everywhere', async () => {
  const devices = [
    await users.member('everywhere@example.com'),
    await users.signedIn('everywhere@example.com'),
    await users.signedIn('everywhere@example.com'),
  ]
  const [first] = devices
  assert.ok(first)
  assert.deepEqual(await users.mutate(first.viewer, { name: 'signOutEverywhere', select: 'endedSessions userErrors { code }' }), {
    endedSessions: 3,
    userErrors: [],
  })
  assert.deepEqual(await Promise.all(devices.map(isRevoked)), [true, true, true])
})

test('ends another session of the viewer, but none of somebody else', async () => {
  const mine = await users.member('mine@example.com')
  const also = await users.signedIn('mine@example.com')
  const other = await users.member('other@example.com')
  const end = (sessionId: string | null) =>
    users.mutate(mine.viewer, { name: 'endSession', input: { sessionId }, select: 'session { id } userErrors { code }' })
  assert.deepEqual(await end(also.viewer.sid), { session: { id: also.viewer.sid }, userErrors: [] })
  assert.deepEqual(await end(other.viewer.sid), { session: null, userErrors: [{ code: 'SESSION_NOT_FOUND' }] })
  assert.deepEqual(await end(mine.id), { session: null, userErrors: [{ code: 'INVALID_INPUT' }] })
  assert.deepEqual([await isRevoked(also), await isRevoked(other)], [true, false])
})

test('lets neither guests nor the anonymous end anything', async () => {
  const before = await users.db.query('SELECT id, ended_at FROM sessions ORDER BY id')
  for (const viewer of [anonymous, guest()]) {
    for (const name of ['signOut', 'signOutEverywhere']) {
      const answer = await users.as(viewer)(`mutation { ${name} { endedSessions } }`)
      assert.deepEqual(
        answer.errors?.map(({ extensions }) => extensions?.['code']),
        ['FORBIDDEN'],
        name,
      )
    }
  }
  assert.deepEqual((await users.db.query('SELECT id, ended_at FROM sessions ORDER BY id')).rows, before.rows)
})

test('tells the list and the keys to the router, the keys to orders, and to nobody else', async () => {
  const orders = users.internal('orders')
  assert.equal((await orders.call(keys, {}, { timeoutMs: 5000 })).ok, true)
  const refused = await orders.call(revocations, {}, { timeoutMs: 5000 })
  assert.equal(refused.ok ? 'ok' : refused.error.code, 'permission_denied')
})

test('refuses cursors of sessions and addresses that it did not write', async () => {
  const member = await users.member('cursors@example.com')
  const cursor = (name: string, ...values: unknown[]): string => Buffer.from(JSON.stringify([1, name, ...values])).toString('base64url')
  for (const name of ['sessions', 'addresses']) {
    for (const values of [
      ['notadate', member.viewer.sid],
      ['', ''],
      ['2026-01-01T00:00:00Z', 'a\0b'],
    ]) {
      const query = `query ($after: String) { me { ${name}(after: $after) { nodes { id } } } }`
      const { errors } = await users.as(member.viewer)(query, { after: cursor(name, ...values) })
      assert.deepEqual(
        errors?.map(({ extensions }) => extensions?.['code']),
        ['BAD_USER_INPUT'],
        `${name} ${values.join()}`,
      )
    }
  }
})
