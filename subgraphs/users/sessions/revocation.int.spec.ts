import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { anonymous } from '@agora/security/viewer.ts'
import { admin } from '@agora/testkit/viewers.ts'

import { startTestUsers, type TestUsers } from '../testing/startTestUsers.ts'
import { PASSWORD, type Member } from '../testing/usersClient.ts'
import type { EndReason } from './sessionRepository.ts'

let users: TestUsers
before(async () => (users = await startTestUsers()))
after(() => users.stop())

interface Way {
  /** Of the two sessions, which end. */
  readonly ends: readonly ('here' | 'there')[]
  readonly reason: EndReason
  end(here: Member, there: Member): Promise<unknown>
  /** Doing it a second time ends other sessions. */
  readonly once?: true
}

const versionOf = async ({ id }: Member) =>
  (await users.db.query<{ version: number }>('SELECT version FROM users WHERE id = $1', [id])).rows[0]?.version

/** Every way in which a session can end. A reason without a row does not compile. */
const ways: Readonly<Record<string, Way>> = {
  'signing out': { ends: ['here'], reason: 'signed-out', end: (here) => users.mutate(here.viewer, { name: 'signOut' }) },
  'signing out everywhere': {
    ends: ['here', 'there'],
    reason: 'signed-out',
    end: (here) => users.mutate(here.viewer, { name: 'signOutEverywhere' }),
  },
  'ending another session': {
    ends: ['there'],
    reason: 'ended-by-owner',
    end: (here, there) => users.mutate(here.viewer, { name: 'endSession', input: { sessionId: there.viewer.sid } }),
  },
  'changing the password': {
    ends: ['there'],
    reason: 'password-changed',
    end: (here) => users.mutate(here.viewer, { name: 'changePassword', input: { currentPassword: PASSWORD, newPassword: 'another fine password' } }),
  },
  'resetting the password': {
    ends: ['here', 'there'],
    reason: 'password-reset',
    async end(here) {
      await users.mutate(anonymous, { name: 'requestPasswordReset', input: { email: here.email } })
      const [mail] = await users.inbox(here.email)
      await users.mutate(anonymous, { name: 'resetPassword', input: { token: mail?.token, newPassword: 'another fine password' } })
    },
  },
  'other roles': {
    ends: ['here', 'there'],
    reason: 'roles-changed',
    end: async (here) =>
      users.mutate(admin(), { name: 'setUserRoles', input: { userId: here.id, roles: ['SUPPORT'], expectedVersion: await versionOf(here) } }),
  },
  'an account that staff closes': {
    ends: ['here', 'there'],
    reason: 'deactivated',
    end: async (here) => users.mutate(admin(), { name: 'deactivateUser', input: { userId: here.id, expectedVersion: await versionOf(here) } }),
  },
  'an account that its owner closes': {
    ends: ['here', 'there'],
    reason: 'deactivated',
    end: (here) => users.mutate(here.viewer, { name: 'deactivateAccount', input: { password: PASSWORD } }),
  },
  'a traded refresh token that comes back': {
    ends: ['here'],
    reason: 'refresh-reuse',
    async end(here) {
      await users.refresh(here.refreshToken)
      users.pass(11)
      await users.refresh(here.refreshToken)
    },
  },
  'more sessions than an account may have': {
    ends: ['here'],
    reason: 'too-many',
    once: true,
    async end(here, there) {
      // So many that `here`, the least used of them, is one too many.
      users.pass(1)
      await users.refresh(there.refreshToken)
      for (let device = 0; device < 49; device += 1) await users.signIn(here.email)
    },
  },
}
const reasons: Readonly<Record<EndReason, true>> = {
  'signed-out': true,
  'ended-by-owner': true,
  'password-changed': true,
  'password-reset': true,
  'roles-changed': true,
  deactivated: true,
  'refresh-reuse': true,
  'too-many': true,
}

const revocationsOf = async ({ id }: Member) =>
  (
    await users.db.query(
      `SELECT e.stream, e.version, e.data, s.access_expires_at AS until FROM events e JOIN sessions s ON s.id = e.stream
       WHERE e.type = 'session.revoked' AND s.user_id = $1 ORDER BY e.stream`,
      [id],
    )
  ).rows as { stream: string; version: number; data: { until: string }; until: Date }[]

test('there is a row for every reason', () => {
  assert.deepEqual(new Set(Object.values(ways).map(({ reason }) => reason)), new Set(Object.keys(reasons)))
})

for (const [name, { ends, reason, end, once }] of Object.entries(ways)) {
  test(`${name}: each session that ends is published once, and no other`, async () => {
    const email = `${name.replaceAll(' ', '-')}@example.com`
    const here = await users.member(email)
    const there = await users.signedIn(email)
    await end(here, there)
    if (once !== true) await end(here, there)
    const sessions = { here, there }
    const expected = ends.map((which) => sessions[which].viewer.sid ?? '').sort()
    const published = await revocationsOf(here)
    assert.deepEqual(
      published
        .filter(({ stream }) => [here.viewer.sid, there.viewer.sid].includes(stream))
        .map(({ stream, version, data, until }) => [stream, version, data, until]),
      expected.map((sessionId) => {
        const until = published.find(({ stream }) => stream === sessionId)?.until
        return [sessionId, 1, { userId: here.id, sessionId, until: until?.toISOString(), code: reason }, until]
      }),
    )
    const listed = await users.revoked()
    assert.deepEqual(
      [here, there].map(({ viewer }) => listed.includes(viewer.sid ?? '')),
      (['here', 'there'] as const).map((which) => ends.includes(which)),
      'the list that the router loads says the same',
    )
  })
}

test('two that end the same session at the same time publish it once', async () => {
  const member = await users.member('race-out@example.com')
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => users.mutate<{ endedSessions: number }>(member.viewer, { name: 'signOut', select: 'endedSessions' })),
  )
  assert.equal(
    answers.reduce((sum, { endedSessions }) => sum + endedSessions, 0),
    1,
  )
  assert.equal((await revocationsOf(member)).length, 1)
})
