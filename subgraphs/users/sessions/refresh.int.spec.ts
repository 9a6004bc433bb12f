import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { decodeJwt } from 'jose'

import { startTestUsers, type TestUsers } from '../testing/startTestUsers.ts'
import { viewerOf, type Tokens } from '../testing/usersClient.ts'

let users: TestUsers
before(async () => (users = await startTestUsers()))
after(() => users.stop())

const dead = [{ code: 'INVALID_REFRESH_TOKEN', field: ['input', 'refreshToken'], retryAfter: null }]
const traded = ({ accessToken, refreshToken }: Tokens): { accessToken: string; refreshToken: string } => {
  assert.ok(accessToken !== null && refreshToken !== null)
  return { accessToken, refreshToken }
}

test('trades a token for a new pair of the same session, and notes when', async () => {
  const member = await users.member('trade@example.com')
  users.pass(60)
  const next = traded(await users.refresh(member.refreshToken))
  const viewer = viewerOf(next.accessToken)
  assert.deepEqual([viewer.sub, viewer.sid, viewer.authTime], [member.id, member.viewer.sid, member.viewer.authTime])
  assert.notEqual(next.refreshToken, member.refreshToken)
  const { rows } = await users.db.query<{ used: boolean }>('SELECT last_used_at > created_at AS used FROM sessions WHERE id = $1', [viewer.sid])
  assert.deepEqual(rows, [{ used: true }])
})

test('keeps both of two tabs that refresh with one token at the same moment', async () => {
  const member = await users.member('tabs@example.com')
  const [one, other] = (await Promise.all([users.refresh(member.refreshToken), users.refresh(member.refreshToken)])).map(traded)
  assert.ok(one && other)
  assert.notEqual(one.refreshToken, other.refreshToken)
  users.pass(60)
  const [oneLater, otherLater] = [await users.refresh(one.refreshToken), await users.refresh(other.refreshToken)].map(traded)
  assert.ok(oneLater && otherLater)
  assert.equal(viewerOf(oneLater.accessToken).sid, viewerOf(otherLater.accessToken).sid)
  assert.deepEqual(await users.revoked(), [])
})

test('keeps ten tabs', async () => {
  const member = await users.member('tentabs@example.com')
  const answers = await Promise.all(Array.from({ length: 10 }, () => users.refresh(member.refreshToken)))
  assert.equal(new Set(answers.map((answer) => traded(answer).refreshToken)).size, 10)
})

test('ends the family when a traded token comes back a minute later', async () => {
  const member = await users.member('theft@example.com')
  const next = traded(await users.refresh(member.refreshToken))
  users.pass(60)
  assert.deepEqual((await users.refresh(member.refreshToken)).userErrors, dead)
  assert.deepEqual((await users.refresh(next.refreshToken)).userErrors, dead, 'the newest token of the family opens nothing either')
  assert.deepEqual((await users.revoked()).includes(member.viewer.sid ?? ''), true, 'and the access token is refused')
  const { rows } = await users.db.query('SELECT end_reason FROM sessions WHERE id = $1', [member.viewer.sid])
  assert.deepEqual(rows, [{ end_reason: 'refresh-reuse' }])
})

test('leaves the other sessions of a robbed account alone', async () => {
  const robbed = await users.member('two@example.com')
  const other = await users.signedIn('two@example.com')
  traded(await users.refresh(robbed.refreshToken))
  users.pass(60)
  await users.refresh(robbed.refreshToken)
  traded(await users.refresh(other.refreshToken))
})

test('trades nothing that is unknown, malformed, expired or of a closed account', async () => {
  for (const text of ['', 'x', 'x'.repeat(43), 'x'.repeat(1024), "'; --"]) assert.deepEqual((await users.refresh(text)).userErrors, dead)
  const idle = await users.member('idle@example.com')
  const closed = await users.member('shut@example.com')
  await users.db.query(`UPDATE users SET status = 'DEACTIVATED' WHERE id = $1`, [closed.id])
  assert.deepEqual((await users.refresh(closed.refreshToken)).userErrors, dead)
  users.pass(30 * 24 * 3600 + 1)
  assert.deepEqual((await users.refresh(idle.refreshToken)).userErrors, dead)
})

test('ends a session after ninety days, however often it is refreshed', async () => {
  let { refreshToken } = await users.member('long@example.com')
  for (let month = 0; month < 3; month += 1) {
    users.pass(29 * 24 * 3600)
    refreshToken = traded(await users.refresh(refreshToken)).refreshToken
  }
  users.pass(3 * 24 * 3600 + 1)
  assert.deepEqual((await users.refresh(refreshToken)).userErrors, dead)
})

test('lets no access token outlive its session, for nobody could end it any more', async () => {
  const member = await users.member('last-minute@example.com')
  const { rows } = await users.db.query<{ end: Date }>(
    `UPDATE sessions SET expires_at = created_at + interval '1 minute' WHERE id = $1 RETURNING expires_at AS end`,
    [member.viewer.sid],
  )
  const { accessToken } = traded(await users.refresh(member.refreshToken))
  const [end, expiry] = [(rows[0]?.end.getTime() ?? 0) / 1000, decodeJwt(accessToken).exp ?? 0]
  assert.ok(expiry > end - 60 && expiry < end + 1, `the token expires at ${expiry}, its session at ${end}`)
})

test('gives the new roles with the next token', async () => {
  const member = await users.member('roles@example.com')
  await users.db.query(`UPDATE users SET roles = '{CUSTOMER,SUPPORT}' WHERE id = $1`, [member.id])
  assert.deepEqual(viewerOf(traded(await users.refresh(member.refreshToken)).accessToken).roles, ['CUSTOMER', 'SUPPORT'])
})
