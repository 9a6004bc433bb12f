import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { anonymous, type Viewer } from '@agora/security/viewer.ts'
import { admin, customer, guest, support } from '@agora/testkit/viewers.ts'

import { startTestUsers, type TestUsers } from '../testing/startTestUsers.ts'
import type { Member } from '../testing/usersClient.ts'

interface Listed {
  readonly users: {
    readonly nodes: readonly { readonly id: string; readonly email: string }[]
    readonly totalCount: number
    readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean }
  }
}

let users: TestUsers
let members: Member[]
before(async () => {
  users = await startTestUsers()
  members = []
  for (const name of ['ada', 'ben', 'cleo', 'dan', 'eve_100%']) members.push(await users.member(`${name}@example.com`))
})
after(() => users.stop())

const list = async (args: string): Promise<Listed['users']> =>
  (await users.ask<Listed>(support(), `{ users(${args}) { nodes { id email } totalCount pageInfo { endCursor hasNextPage } } }`)).users
const emails = (page: Listed['users']): string[] => page.nodes.map(({ email }) => email.split('@')[0] ?? '')
const entities = (viewer: Viewer, ids: readonly unknown[], { type = 'User', fields = 'id' } = {}) =>
  users.as(viewer)<{ _entities: unknown[] }>(`query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${type} { ${fields} } } }`, {
    r: ids.map((id) => ({ __typename: type, id })),
  })

test('lists accounts newest first, page by page, and counts them', async () => {
  const first = await list('first: 3')
  assert.deepEqual([emails(first), first.totalCount, first.pageInfo.hasNextPage], [['eve_100%', 'dan', 'cleo'], 5, true])
  const second = await list(`first: 3, after: "${first.pageInfo.endCursor}"`)
  assert.deepEqual([emails(second), second.pageInfo.hasNextPage], [['ben', 'ada'], false])
  assert.deepEqual(emails(await list('first: 2')), ['eve_100%', 'dan'])
})

test('searches addresses and names for the text as it stands', async () => {
  assert.deepEqual(emails(await list('search: "ADA@"')), ['ada'])
  assert.deepEqual(emails(await list('search: "_100%"')), ['eve_100%'])
  assert.deepEqual(emails(await list(`search: "'; DROP TABLE users; --"`)), [])
  assert.deepEqual((await list('search: "lindqvist"')).totalCount, 5)
  assert.deepEqual(emails(await list('role: ADMIN')), [])
})

test('refuses pages and cursors that are none', async () => {
  const cursor = (...values: unknown[]): string => Buffer.from(JSON.stringify([1, 'users', ...values])).toString('base64url')
  const { id = '' } = members[0] ?? {}
  const wrong = [
    'first: 0',
    'first: 101',
    'after: "tampered"',
    `after: "${cursor('2026-01-01T00:00:00Z', `${id}\0`)}"`,
    `after: "${cursor('0000-01-01T00:00:00Z', id)}"`,
    `search: "${'x'.repeat(101)}"`,
  ]
  for (const args of wrong) {
    const answer = await users.as(support())(`{ users(${args}) { totalCount } }`)
    assert.deepEqual(
      answer.errors?.map(({ extensions }) => extensions?.['code']),
      ['BAD_USER_INPUT'],
      args,
    )
  }
})

test('shows one account to staff, and to nobody else', async () => {
  const [ada] = members
  assert.ok(ada)
  const query = `{ user(id: "${ada.id}") { email } }`
  assert.deepEqual(await users.ask(admin(), query), { user: { email: 'ada@example.com' } })
  assert.deepEqual(await users.ask(support(), '{ user(id: "prd_01h455vb4pex5vsknk084sn02q") { email } }'), { user: null })
  for (const viewer of [anonymous, guest(), customer(), ada.viewer]) {
    for (const text of [query, '{ users { totalCount } }']) {
      const answer = await users.as(viewer)(text)
      assert.deepEqual(
        answer.errors?.map(({ extensions }) => extensions?.['code']),
        ['FORBIDDEN'],
      )
    }
  }
})

test('answers entities to their owner and to staff, and null to everybody else', async () => {
  const [ada, ben] = members
  assert.ok(ada && ben)
  const ids = [ada.id, ben.id, 'usr_01h455vb4pex5vsknk084sn02q', 'not an id\0', 7]
  assert.deepEqual((await entities(ada.viewer, ids, { fields: 'id displayName email' })).data, {
    _entities: [{ id: ada.id, displayName: 'Ann Lindqvist', email: 'ada@example.com' }, null, null, null, null],
  })
  assert.deepEqual((await entities(support(), ids)).data, { _entities: [{ id: ada.id }, { id: ben.id }, null, null, null] })
  for (const viewer of [anonymous, guest(), customer()])
    assert.deepEqual((await entities(viewer, ids)).data, { _entities: [null, null, null, null, null] })
  assert.deepEqual((await entities(ada.viewer, [ada.viewer.sid, ben.viewer.sid], { type: 'Session', fields: 'id device' })).data, {
    _entities: [{ id: ada.viewer.sid, device: 'test' }, null],
  })
})

test('reads fifty entities with all that hangs on them by four statements', async () => {
  const ids = Array.from({ length: 10 }, () => members.map(({ id }) => id)).flat()
  await entities(admin(), ids)
  const before = users.work.statements
  const fields = 'email addresses { nodes { city } } sessions { nodes { device } } auditTrail { nodes { action } }'
  const answer = await entities(admin(), ids, { fields })
  assert.equal(answer.errors, undefined)
  assert.equal(answer.data?._entities.length, 50)
  assert.equal(users.work.statements - before, 4)
})
