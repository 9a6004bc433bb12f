import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { anonymous } from '@agora/security/viewer.ts'

import { startTestUsers, type TestUsers } from '../testing/startTestUsers.ts'
import { PASSWORD } from '../testing/usersClient.ts'

let users: TestUsers
before(async () => (users = await startTestUsers()))
after(() => users.stop())

const count = async (emailKey: string): Promise<number> => (await users.db.query('SELECT FROM users WHERE email_key = $1', [emailKey])).rowCount ?? 0
const verify = (token: string) =>
  users.mutate<{ user: { id: string } | null; userErrors: { code: string }[] }>(anonymous, {
    name: 'verifyEmail',
    input: { token },
    select: 'user { id } userErrors { code }',
  })

test('opens an account, mails a token, and verifies the address with it once', async () => {
  assert.deepEqual(await users.register('Vera@Example.com'), { sentTo: 'Vera@example.com', userErrors: [] })
  const [mail] = await users.inbox('vera@example.com')
  assert.equal(mail?.kind, 'verify-email')
  const member = await users.signedIn('vera@example.com')
  const me = '{ me { id email emailVerified displayName roles status version } }'
  const account = { id: member.id, email: 'Vera@example.com', displayName: 'Ann Lindqvist', roles: ['CUSTOMER'], status: 'ACTIVE' }
  assert.deepEqual(await users.ask(member.viewer, me), { me: { ...account, emailVerified: false, version: 1 } })
  assert.deepEqual(await verify(mail?.token ?? ''), { user: { id: member.id }, userErrors: [] })
  assert.deepEqual(await users.ask(member.viewer, me), { me: { ...account, emailVerified: true, version: 2 } })
  assert.deepEqual(await verify(mail?.token ?? ''), { user: null, userErrors: [{ code: 'INVALID_TOKEN' }] })
})

test('keeps the hash of a token, never the token', async () => {
  await users.register('hash@example.com')
  const [mail] = await users.inbox('hash@example.com')
  const { rows } = await users.db.query<{ hash: Buffer }>('SELECT hash FROM email_tokens')
  assert.equal(
    rows.every(({ hash }) => hash.length === 32),
    true,
  )
  assert.equal(
    rows.some(({ hash }) => hash.toString('base64url') === mail?.token),
    false,
  )
})

test('refuses a token after a day', async () => {
  await users.register('late@example.com')
  const [mail] = await users.inbox('late@example.com')
  users.pass(24 * 3600 + 1)
  assert.deepEqual((await verify(mail?.token ?? '')).userErrors, [{ code: 'INVALID_TOKEN' }])
})

test('answers alike for an address that has an account, does the same work, and tells its owner instead', async () => {
  const observed = async (password: string) => {
    const { derived, statements } = users.work
    const answer = await users.register('twin@example.com', password)
    return { answer, derived: users.work.derived - derived, statements: users.work.statements - statements }
  }
  const fresh = await observed(PASSWORD)
  const again = await observed('another fine password')
  assert.equal(fresh.derived, 1)
  assert.deepEqual(again, fresh)
  assert.deepEqual(
    (await users.inbox('twin@example.com')).map(({ kind }) => kind),
    ['already-registered', 'verify-email'],
  )
  assert.equal(await count('twin@example.com'), 1)
  assert.equal((await users.signIn('twin@example.com', 'another fine password')).accessToken, null, 'the password is still the first one')
  assert.notEqual((await users.signIn('twin@example.com', PASSWORD)).accessToken, null)
})

test('makes one account of twenty registrations at the same moment', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => users.register('race@example.com')))
  assert.deepEqual(
    new Set(answers.map((answer) => JSON.stringify(answer))),
    new Set([JSON.stringify({ sentTo: 'race@example.com', userErrors: [] })]),
  )
  assert.equal(await count('race@example.com'), 1)
  const kinds = (await users.inbox('race@example.com')).map(({ kind }) => kind).sort()
  assert.deepEqual(
    kinds,
    [...Array.from({ length: 5 }, () => 'already-registered'), 'verify-email'],
    'and at most five messages of a kind in an hour',
  )
})

test('refuses a second account for the same address in other letters', async () => {
  await users.register('payo@example.com')
  for (const twin of ['PAYO@EXAMPLE.COM', 'рауо@example.com', 'ｐａｙｏ@example.com'])
    assert.deepEqual((await users.register(twin)).userErrors, [], twin)
  assert.equal(await count('payo@example.com'), 1)
  const mixed = await users.register('pаyo@example.com')
  assert.deepEqual(
    mixed.userErrors.map(({ code, field }) => [code, field]),
    [['INVALID_EMAIL', ['input', 'email']]],
  )
})

test('tells every fault of an input at once, and changes nothing', async () => {
  const before = (await users.db.query('SELECT FROM users')).rowCount
  const input = { email: 'not an address', password: 'short', displayName: 'Ann' }
  const refused = await users.mutate(anonymous, { name: 'register', input })
  assert.deepEqual(refused.userErrors, [
    { code: 'INVALID_EMAIL', field: ['input', 'email'] },
    { code: 'WEAK_PASSWORD', field: ['input', 'password'] },
  ])
  const unnamed = await users.mutate(anonymous, { name: 'register', input: { ...input, displayName: ' '.repeat(3) } })
  assert.deepEqual(unnamed.userErrors, [{ code: 'INVALID_INPUT', field: ['input', 'displayName'] }])
  const long = await users.mutate(anonymous, { name: 'register', input: { ...input, displayName: 'x'.repeat(81) } })
  assert.deepEqual(long.userErrors, [{ code: 'INVALID_INPUT', field: ['input', 'displayName'] }])
  assert.equal((await users.db.query('SELECT FROM users')).rowCount, before)
})

test('mails another verification, and alike to nobody', async () => {
  const resend = (email: string) => users.mutate(anonymous, { name: 'resendVerification', input: { email }, select: 'sentTo userErrors { code }' })
  await users.register('resend@example.com')
  assert.deepEqual(await resend('resend@example.com'), { sentTo: 'resend@example.com', userErrors: [] })
  assert.deepEqual(await resend('nobody@example.com'), { sentTo: 'nobody@example.com', userErrors: [] })
  const [latest] = await users.inbox('resend@example.com')
  assert.deepEqual((await verify(latest?.token ?? '')).userErrors, [])
  await resend('resend@example.com')
  assert.deepEqual(
    (await users.inbox('resend@example.com')).map(({ token }) => token === null),
    [true, false, false],
  )
  assert.deepEqual(
    (await users.inbox('nobody@example.com')).map(({ token }) => token),
    [null],
  )
})
