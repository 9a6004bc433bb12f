import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

import type { EventBus } from '@agora/event-bus/bus.ts'
import { parseEnvelope, type Envelope } from '@agora/event-bus/envelope.ts'
import { openBus } from '@agora/event-bus/openBus.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { anonymous } from '@agora/security/viewer.ts'
import { createTestDatabase, type TestDatabase } from '@agora/testkit/database.ts'
import type { RunningWorker } from '@agora/worker-kit/startWorker.ts'

import { startUsersWorker } from './startUsersWorker.ts'
import { startMailServer, type MailServer } from './testing/mailServer.ts'
import { startTestUsers, type TestUsers } from './testing/startTestUsers.ts'

let users: TestUsers
let busDatabase: TestDatabase
let server: MailServer
let worker: RunningWorker
let bus: EventBus
before(async () => {
  server = await startMailServer()
  users = await startTestUsers({ dev: false, smtpUrl: server.url })
  busDatabase = await createTestDatabase('bus')
  worker = await startUsersWorker({
    ...users.shared,
    INTERNAL_PORT: 0,
    HOST: '127.0.0.1',
    LOG_LEVEL: 'silent',
    DEV: false,
    BUS_DATABASE_URL: busDatabase.appUrl,
    ORDERS_INTERNAL_URL: 'http://127.0.0.1:1',
    SMTP_URL: server.url,
    MAIL_FROM: 'shop@agora.example',
  })
  bus = await openBus({ busUrl: busDatabase.appUrl, name: 'test', logger: createLogger({ service: 'test', level: 'silent' }) })
})
after(async () => {
  await bus.close()
  await worker.stop()
  await users.stop()
  await Promise.all([busDatabase.drop(), server.stop()])
})

async function eventually(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 20_000
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`still not so: ${holds}`)
    await sleep(20)
  }
}

test('what happens to accounts and sessions is published in its order, with the request that it follows from', async () => {
  const seen: Envelope[] = []
  const subscription = await bus.subscribe({
    group: 'test',
    topics: ['users'],
    async handle({ messages }) {
      for (const { value } of messages) {
        const parsed = parseEnvelope(value)
        if (parsed.ok) seen.push(parsed.value)
      }
    },
  })
  const member = await users.member('published@example.com')
  await users.as(member.viewer)('mutation { signOut { endedSessions } }', {}, { 'x-request-id': 'req-of-the-end' })
  await eventually(() => seen.length === 2)
  assert.deepEqual(
    seen
      .map(({ type, stream, source, schemaVersion, metadata: { correlationId } }) => [type, stream, source, schemaVersion, correlationId])
      .toSorted(),
    [
      ['session.revoked', member.viewer.sid, 'users', 1, 'req-of-the-end'],
      ['user.registered', member.id, 'users', 1, seen.find(({ type }) => type === 'user.registered')?.metadata.correlationId],
    ],
  )
  await subscription.stop()
})

test('sends the letters that the subgraph recorded, and verifying works by what arrived', async () => {
  await users.register('arrives@example.com')
  await eventually(() => server.received.some(({ to }) => to.includes('arrives@example.com')))
  const mail = server.received.find(({ to }) => to.includes('arrives@example.com'))
  const [, token] = /verifyEmail\(input: \{ token: "([\w-]{43})"/.exec(mail?.raw.replaceAll('=\r\n', '') ?? '') ?? []
  assert.deepEqual(await users.mutate(anonymous, { name: 'verifyEmail', input: { token } }), { userErrors: [] })
})
