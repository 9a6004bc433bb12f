import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { createLocalJWKSet, jwtVerify } from 'jose'

import { anonymous } from '@agora/security/viewer.ts'

import { startTestUsers, type TestUsers } from '../testing/startTestUsers.ts'
import { PASSWORD, type Tokens } from '../testing/usersClient.ts'

let users: TestUsers
before(async () => (users = await startTestUsers()))
after(() => users.stop())

const codes = ({ userErrors }: Tokens): string[] => userErrors.map(({ code }) => code)
/** The answer and the work of an attempt. */
async function observed(email: string, password: string): Promise<unknown> {
  const before = { ...users.work }
  const answer = await users.signIn(email, password)
  return { answer, derived: users.work.derived - before.derived, statements: users.work.statements - before.statements }
}

test('gives an access token that the published keys verify, with what others need to know', async () => {
  const member = await users.member('token@example.com')
  const { payload, protectedHeader } = await jwtVerify(member.accessToken, createLocalJWKSet(await users.jwks()), {
    issuer: 'http://localhost:4000',
    audience: 'agora',
    typ: 'at+jwt',
    algorithms: ['ES256'],
  })
  assert.equal(protectedHeader.typ, 'at+jwt')
  const { sub, sid, scope, roles, amr, acr, jti, iat = 0, exp = 0, auth_time: authTime } = payload
  assert.deepEqual(
    { sub, scope, roles, amr, acr },
    { sub: member.id, scope: 'account:read account:write cart:merge', roles: ['CUSTOMER'], amr: ['pwd'], acr: 'aal1' },
  )
  assert.match(String(sid), /^ses_/)
  assert.match(String(jti), /^[0-9a-f-]{36}$/)
  assert.deepEqual([exp - iat, authTime], [600, iat])
})

test('answers unknown address, wrong password and closed account alike, after the same work', async () => {
  const closed = await users.member('closed@example.com')
  await users.member('known@example.com')
  await users.db.query(`UPDATE users SET status = 'DEACTIVATED' WHERE id = $1`, [closed.id])
  const wrong = await observed('known@example.com', 'not the password')
  const refused = { accessToken: null, accessTokenExpiresAt: null, refreshToken: null, refreshTokenExpiresAt: null, user: null }
  const expected = { answer: { ...refused, userErrors: [{ code: 'INVALID_CREDENTIALS', field: null, retryAfter: null }] }, derived: 1 }
  assert.deepEqual({ ...(wrong as object), statements: 0 }, { ...expected, statements: 0 })
  assert.deepEqual(await observed('nobody@example.com', 'not the password'), wrong)
  assert.deepEqual(await observed('closed@example.com', PASSWORD), wrong)
})

test('locks an address at the fifth failure, with or without an account, and doubles the wait', async () => {
  await users.member('locked@example.com')
  for (const email of ['locked@example.com', 'lockednobody@example.com']) {
    for (let failure = 0; failure < 5; failure += 1)
      assert.deepEqual(codes(await users.signIn(email, 'not the password')), ['INVALID_CREDENTIALS'], email)
    const derived = users.work.derived
    const refused = await users.signIn(email, PASSWORD)
    assert.deepEqual(codes(refused), ['LOCKED'], 'the right password is not looked at either')
    assert.match(refused.userErrors[0]?.retryAfter ?? '', /^\d{4}-\d\d-\d\dT/)
    assert.equal(users.work.derived, derived)
  }
  users.pass(31)
  assert.deepEqual(codes(await users.signIn('locked@example.com', 'not the password')), ['INVALID_CREDENTIALS'])
  users.pass(31)
  assert.deepEqual(codes(await users.signIn('locked@example.com', PASSWORD)), ['LOCKED'], 'the second lock lasts a minute')
  users.pass(30)
  assert.deepEqual(codes(await users.signIn('locked@example.com', PASSWORD)), [])
  assert.deepEqual(codes(await users.signIn('locked@example.com', 'not the password')), ['INVALID_CREDENTIALS'], 'success took the count away')
})

test('looks at no more than five of twenty guesses at the same moment', async () => {
  await users.register('burst@example.com')
  const derived = users.work.derived
  const answers = await Promise.all(Array.from({ length: 20 }, (_, guess) => users.signIn('burst@example.com', `guess number ${guess}`)))
  assert.deepEqual(answers.map((answer) => codes(answer)[0]).sort(), [
    ...Array.from({ length: 5 }, () => 'INVALID_CREDENTIALS'),
    ...Array.from({ length: 15 }, () => 'LOCKED'),
  ])
  assert.equal(users.work.derived - derived, 5)
})

test('lets twenty devices of one account in at the same moment', async () => {
  await users.register('devices@example.com')
  const answers = await Promise.all(Array.from({ length: 20 }, () => users.signIn('devices@example.com')))
  assert.deepEqual(answers.flatMap(codes), [])
})

test('finds the account by any spelling of its address', async () => {
  const { id } = await users.member('spelt@example.com')
  assert.equal((await users.signedIn('SPELT@Example.COM')).id, id)
})

test('keeps at most fifty sessions of an account', async () => {
  const { id } = await users.member('many@example.com')
  for (let device = 0; device < 51; device += 1) await users.signIn('many@example.com')
  const { rows } = await users.db.query<{ reason: string | null; count: number }>(
    'SELECT end_reason AS reason, count(*)::int AS count FROM sessions WHERE user_id = $1 GROUP BY 1 ORDER BY 1',
    [id],
  )
  assert.deepEqual(rows, [
    { reason: 'too-many', count: 2 },
    { reason: null, count: 50 },
  ])
})

test('makes a guest for a day, without a session', async () => {
  const { startGuestSession: guest } = await users.ask<{ startGuestSession: { accessToken: string } }>(
    anonymous,
    'mutation { startGuestSession { accessToken userErrors { code } } }',
  )
  const { payload } = await jwtVerify(guest.accessToken, createLocalJWKSet(await users.jwks()), { currentDate: new Date(Date.now() + 93_000) })
  const { sub, sid, roles, scope, amr, acr, iat = 0, exp = 0 } = payload
  assert.match(String(sub), /^gst_/)
  assert.deepEqual(
    { sid, roles, scope, amr, acr, life: exp - iat },
    { sid: undefined, roles: ['GUEST'], scope: '', amr: [], acr: 'aal0', life: 86_400 },
  )
})

test('takes anything for a password and an address without failing', async () => {
  for (const email of ['', 'a@b', '\u0000@example.com', "' OR 1=1 --@example.com", 'x'.repeat(1024)]) {
    assert.deepEqual(codes(await users.signIn(email, PASSWORD)), ['INVALID_CREDENTIALS'], email.slice(0, 20))
  }
  assert.deepEqual(codes(await users.signIn('known@example.com', 'x'.repeat(1025))), ['INVALID_INPUT'])
})

test('signs in with the cost of production as well', async () => {
  const production = await startTestUsers({ real: true })
  try {
    await production.register('real@example.com')
    const { rows } = await production.db.query<{ hash: string }>('SELECT password_hash AS hash FROM users')
    assert.match(rows[0]?.hash ?? '', /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    assert.deepEqual(codes(await production.signIn('real@example.com')), [])
    assert.deepEqual(codes(await production.signIn('real@example.com', 'not the password')), ['INVALID_CREDENTIALS'])
  } finally {
    await production.stop()
  }
})

test('hashes anew, at the next sign-in, what was hashed with weaker parameters', async () => {
  await users.register('dated@example.com')
  await users.db.query(`UPDATE users SET password_hash = replace(password_hash, 'm=19456', 'm=4096') WHERE email_key = 'dated@example.com'`)
  assert.deepEqual(codes(await users.signIn('dated@example.com')), [])
  const { rows } = await users.db.query<{ hash: string }>(`SELECT password_hash AS hash FROM users WHERE email_key = 'dated@example.com'`)
  assert.match(rows[0]?.hash ?? '', /\$m=19456,t=2,p=1\$/)
  assert.deepEqual(codes(await users.signIn('dated@example.com')), [])
})
