import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { anonymous, type Viewer } from '@agora/security/viewer.ts'
import { admin, finance, guest, support } from '@agora/testkit/viewers.ts'

import { startTestUsers, type TestUsers } from '../testing/startTestUsers.ts'
import { housePreferences, type Preference } from './preferences.ts'

let users: TestUsers
before(async () => (users = await startTestUsers()))
after(() => users.stop())

type Choice = Pick<Preference, 'category' | 'channel' | 'enabled'>

const set = (viewer: Viewer, preferences: readonly unknown[]) =>
  users.mutate<{ preferences: Preference[] | null; userErrors: { code: string; field: string[] | null }[] }>(viewer, {
    name: 'updateNotificationPreferences',
    input: { preferences },
    select: 'preferences { category channel enabled changeable } userErrors { code field }',
  })
const own = async (viewer: Viewer) =>
  (
    await users.ask<{ me: { notificationPreferences: Preference[] } }>(
      viewer,
      '{ me { notificationPreferences { category channel enabled changeable } } }',
    )
  ).me.notificationPreferences
const withChoice = (choice: Choice): Preference[] =>
  housePreferences.map((preference) =>
    preference.category === choice.category && preference.channel === choice.channel ? { ...preference, enabled: choice.enabled } : preference,
  )

test('an account begins with what the house sets, and changes what it may', async () => {
  const { viewer } = await users.member('switches@example.com')
  assert.deepEqual(await own(viewer), housePreferences)
  const sms = { category: 'SHIPPING', channel: 'SMS', enabled: true } as const
  assert.deepEqual(await set(viewer, [{ ...sms, enabled: false }, sms]), { preferences: withChoice(sms), userErrors: [] })
  assert.deepEqual(await own(viewer), withChoice(sms))
  await set(viewer, [{ ...sms, enabled: false }])
  assert.deepEqual(await own(viewer), housePreferences)
})

test('sets all of the switches or none, and none that a buyer must be told by', async () => {
  const { viewer, id } = await users.member('must@example.com')
  const good = { category: 'SHIPPING', channel: 'EMAIL', enabled: false }
  const answer = await set(viewer, [
    good,
    { category: 'ORDER', channel: 'EMAIL', enabled: false },
    { category: 'ACCOUNT', channel: 'PUSH', enabled: true },
  ])
  assert.deepEqual(answer, {
    preferences: null,
    userErrors: [
      { code: 'CANNOT_BE_CHANGED', field: ['input', 'preferences', '1'] },
      { code: 'NOT_OFFERED', field: ['input', 'preferences', '2'] },
    ],
  })
  assert.deepEqual((await set(viewer, [])).userErrors, [{ code: 'INVALID_INPUT', field: ['input', 'preferences'] }])
  assert.deepEqual(
    (
      await set(
        viewer,
        Array.from({ length: 21 }, () => good),
      )
    ).userErrors,
    [{ code: 'INVALID_INPUT', field: ['input', 'preferences'] }],
  )
  assert.equal((await users.db.query('SELECT FROM notification_preferences WHERE user_id = $1', [id])).rowCount, 0)
})

test('reads the switches of several accounts by one statement', async () => {
  for (let index = 0; index < 4; index += 1) await users.register(`many${index}@example.com`)
  const query = '{ users(first: 4) { nodes { notificationPreferences { enabled } } } }'
  await users.ask(admin(), query)
  const before = users.work.statements
  await users.ask(admin(), query)
  assert.equal(users.work.statements - before, 2)
})

interface Listed {
  readonly notifications: {
    readonly nodes: readonly Readonly<Record<string, unknown>>[]
    readonly totalCount: number
    readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean }
  }
}

test('who runs the shop sees what became of messages: whom and why, but neither address nor text', async () => {
  const requestId = 'req-of-the-list'
  const query = `mutation ($input: RegisterInput!) { register(input: $input) { sentTo } }`
  const input = { email: 'listed@example.com', password: 'correct horse battery', displayName: 'Ann' }
  await users.as(anonymous)(query, { input }, { 'x-request-id': requestId })
  const answer = await users.as(admin())<Listed>(
    `query ($filter: NotificationFilter) { notifications(filter: $filter) {
      nodes { template channel status code recipient maskedAddress orderId attempts nextAttemptAt correlationId } totalCount } }`,
    { filter: { correlationId: requestId, status: 'DEV_INBOX', channel: 'EMAIL', template: 'verify-email' } },
  )
  const { rows } = await users.db.query<{ id: string }>(`SELECT id FROM users WHERE email_key = 'listed@example.com'`)
  assert.deepEqual(answer.data?.notifications, {
    nodes: [
      {
        template: 'verify-email',
        channel: 'EMAIL',
        status: 'DEV_INBOX',
        code: null,
        recipient: rows[0]?.id,
        maskedAddress: 'l***@example.com',
        orderId: null,
        attempts: 0,
        nextAttemptAt: null,
        correlationId: requestId,
      },
    ],
    totalCount: 1,
  })
})

test('pages through the messages, newest first', async () => {
  for (let index = 0; index < 3; index += 1) await users.register(`paged${index}@example.com`)
  const page = async (after: string | null) =>
    (
      await users.ask<Listed>(
        admin(),
        'query ($after: String) { notifications(first: 2, after: $after) { nodes { maskedAddress createdAt id } pageInfo { endCursor hasNextPage } } }',
        { after },
      )
    ).notifications
  const first = await page(null)
  const second = await page(first.pageInfo.endCursor)
  const ids = [...first.nodes, ...second.nodes].map(({ id }) => id)
  assert.deepEqual([ids.length, new Set(ids).size, first.pageInfo.hasNextPage], [4, 4, true])
  const { rows } = await users.db.query<{ id: string }>('SELECT id FROM notifications ORDER BY created_at DESC, id DESC LIMIT 4')
  assert.deepEqual(
    ids,
    rows.map(({ id }) => id),
  )
})

test('nobody else sees them, and who has no account has no switches', async () => {
  const { viewer } = await users.member('curious@example.com')
  for (const caller of [anonymous, guest(), viewer, support(), finance()]) {
    const { errors, data } = await users.as(caller)('{ notifications { nodes { id } } }')
    assert.deepEqual([errors?.map(({ extensions }) => extensions?.['code']), data ?? null], [['FORBIDDEN'], null])
  }
  for (const caller of [anonymous, guest()]) {
    const { errors } = await users.as(caller)(
      'mutation { updateNotificationPreferences(input: { preferences: [{ category: SHIPPING, channel: SMS, enabled: true }] }) { userErrors { code } } }',
    )
    assert.deepEqual(
      errors?.map(({ extensions }) => extensions?.['code']),
      ['FORBIDDEN'],
    )
  }
  const before = await users.db.query(`SELECT count(*)::int FROM notification_preferences WHERE channel = 'SMS' AND enabled`)
  assert.deepEqual(before.rows, [{ count: 0 }])
})

test('a filter that PostgreSQL would choke on is refused before it', async () => {
  for (const filter of [{ template: 'a\0b' }, { recipient: 'x'.repeat(101) }]) {
    const { errors } = await users.as(admin())('query ($filter: NotificationFilter) { notifications(filter: $filter) { nodes { id } } }', { filter })
    assert.deepEqual(
      errors?.map(({ extensions }) => extensions?.['code']),
      ['BAD_USER_INPUT'],
    )
  }
})
