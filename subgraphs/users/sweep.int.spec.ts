import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sweep } from './sweep.ts'
import { startTestUsers } from './testing/startTestUsers.ts'

const DAY_MS = 24 * 60 * 60 * 1000

test('removes what is of no use any more, and nothing else', async () => {
  const users = await startTestUsers()
  try {
    const member = await users.member('kept@example.com')
    await users.signIn('kept@example.com', 'not the password')
    const counts = async (): Promise<unknown> => {
      const tables = ['users', 'sessions', 'refresh_tokens', 'email_tokens', 'sign_in_throttles', 'notifications']
      const counted = await Promise.all(tables.map((table) => users.db.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`)))
      return counted.map(({ rows }) => rows[0]?.count)
    }
    assert.deepEqual(await counts(), [1, 1, 1, 1, 1, 1])
    assert.equal(await sweep(users.db, new Date()), 0)
    assert.equal(await sweep(users.db, new Date(Date.now() + 3 * DAY_MS)), 2, 'the mailed token and the count of failures')
    assert.deepEqual(await counts(), [1, 1, 1, 0, 0, 1])
    assert.equal(await sweep(users.db, new Date(Date.now() + 92 * DAY_MS)), 2, 'the session, with its token, and the message')
    assert.deepEqual(await counts(), [1, 0, 0, 0, 0, 0])
    assert.deepEqual(await users.ask(member.viewer, '{ me { email } }'), { me: { email: 'kept@example.com' } })
  } finally {
    await users.stop()
  }
})
