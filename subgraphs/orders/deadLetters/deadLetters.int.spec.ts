import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { createEventStore } from '@agora/event-store/eventStore.ts'
import { newId } from '@agora/ids/typeId.ts'
import { admin, support } from '@agora/testkit/viewers.ts'

import { catalogue } from '../../../schema/events/catalogue.ts'
import { startOrdersStack, type OrdersStack } from '../testing/ordersStack.ts'
import { noteParked, noteResolved } from './noteDeadLetters.ts'

let stack: OrdersStack
before(async () => {
  stack = await startOrdersStack()
})
after(() => stack.stop())

const store = createEventStore({ catalogue })
const envelope = (stream: string, version: number, minute: number) => ({
  id: `${stream}/${version}`,
  stream,
  version,
  metadata: { correlationId: 'req', causationId: null, actor: 'orders.fulfilment' },
  occurredAt: new Date(Date.UTC(2026, 10, 25, 12, minute)),
})

/** A letter as the bus would tell of it, parked so many minutes past noon. */
async function park(minute: number, { id = newId('DeadLetter') as string, version = 1, attempts = 4, error = 'it failed' } = {}): Promise<string> {
  const data = {
    deadLetterId: id,
    consumer: minute % 2 === 0 ? 'orders.fulfilment' : 'users.notifications',
    topic: 'orders',
    eventId: 'ord_1/4',
    eventType: 'order.confirmed',
    message: '{"specversion":"1.0"}',
    error,
    attempts,
  }
  await noteParked(stack.rows, { ...envelope(id, version, minute), type: 'deadLetter.parked', data })
  return id
}

interface Letter {
  readonly id: string
  readonly status: string
  readonly attempts: number
  readonly parkings: number
  readonly error: string
}

async function letters(given = ''): Promise<{ nodes: Letter[]; totalCount: number; pageInfo: { endCursor: string | null; hasNextPage: boolean } }> {
  const document = `{ deadLetters${given} { nodes { id status attempts parkings error } totalCount pageInfo { endCursor hasNextPage } } }`
  const answer = await stack.as(admin())<{ deadLetters: Awaited<ReturnType<typeof letters>> }>(document)
  if (answer.data == null) throw new Error(JSON.stringify(answer.errors))
  return answer.data.deadLetters
}

async function redrive(id: string, viewer = admin()) {
  const document = 'mutation ($id: ID!) { redriveDeadLetter(input: { id: $id }) { deadLetter { status } userErrors { code } } }'
  return stack.as(viewer)<{ redriveDeadLetter: { deadLetter: { status: string } | null; userErrors: { code: string }[] } }>(document, { id })
}

test('letters are listed by status and consumer, parked last first, page by page', async () => {
  const ids = [await park(1), await park(2), await park(3), await park(4)]
  const first = await letters('(first: 3)')
  assert.deepEqual(
    first.nodes.map(({ id }) => id),
    [ids[3], ids[2], ids[1]],
  )
  const rest = await letters(`(first: 3, after: "${first.pageInfo.endCursor}")`)
  assert.deepEqual([rest.nodes.map(({ id }) => id), rest.pageInfo.hasNextPage, rest.totalCount], [[ids[0]], false, 4])
  const notified = await letters('(status: PARKED, consumer: "users.notifications")')
  assert.deepEqual(
    notified.nodes.map(({ id }) => id),
    [ids[2], ids[0]],
  )
})

test('a redrive appends the request for the consumer, and what comes of it is shown', async () => {
  const id = await park(6)
  assert.deepEqual((await redrive(id)).data?.redriveDeadLetter, { deadLetter: { status: 'REDRIVING' }, userErrors: [] })
  const { rows } = await stack.rows.query<{ data: object; actor: string }>(
    `select data, metadata->>'actor' as actor from events where type = 'deadLetter.redriveRequested' and data->>'deadLetterId' = $1`,
    [id],
  )
  const message = '{"specversion":"1.0"}'
  assert.deepEqual(rows, [{ actor: admin().sub, data: { deadLetterId: id, consumer: 'orders.fulfilment', topic: 'orders', message } }])
  const now = async (): Promise<Letter | undefined> => (await letters()).nodes.find((letter) => letter.id === id)
  await park(7, { id, version: 2, attempts: 5, error: 'it failed again' })
  assert.deepEqual(await now(), { id, status: 'PARKED', attempts: 5, parkings: 2, error: 'it failed again' })
  await redrive(id)
  await noteResolved(stack.rows, { ...envelope(id, 3, 8), type: 'deadLetter.resolved', data: { deadLetterId: id, consumer: 'orders.fulfilment' } })
  assert.equal((await now())?.status, 'RESOLVED')
  assert.deepEqual((await redrive(id)).data?.redriveDeadLetter, { deadLetter: null, userErrors: [{ code: 'ALREADY_RESOLVED' }] })
})

test('what is unknown, malformed or asked by somebody else is refused, and nothing is appended', async () => {
  const id = await park(10)
  const events = async (): Promise<number> => (await stack.rows.query<{ count: number }>('select count(*)::int from events')).rows[0]?.count ?? -1
  const before = await events()
  assert.deepEqual((await redrive(newId('DeadLetter'))).data?.redriveDeadLetter.userErrors, [{ code: 'NOT_FOUND' }])
  assert.deepEqual((await redrive('dlq_1')).data?.redriveDeadLetter.userErrors, [{ code: 'INVALID_INPUT' }])
  assert.equal((await redrive(id, support())).errors?.[0]?.extensions?.['code'], 'FORBIDDEN')
  assert.equal(await events(), before)
  assert.equal((await store.read(stack.rows, id)).length, 0)
})
