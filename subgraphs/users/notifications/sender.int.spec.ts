import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'

import pg from 'pg'

import { createLogger } from '@agora/logger/logger.ts'
import { createMetrics } from '@agora/metrics/metrics.ts'
import type { OrderContact } from '@agora/rpc/methods/orderContact.ts'
import { createTestDatabase, type TestDatabase } from '@agora/testkit/database.ts'

import { createMailer } from '../mail/mailer.ts'
import { startMailServer, type MailServer } from '../testing/mailServer.ts'
import { startOrdersDesk, type OrdersDesk } from '../testing/ordersDesk.ts'
import type { Channel, Channels, Message } from './channels/channel.ts'
import { openChannels } from './channels/openChannels.ts'
import type { Handlings } from './channels/settings.ts'
import { createSmtpChannel } from './channels/smtpChannel.ts'
import { claimDue, finish } from './outbox.ts'
import { createSender } from './sender.ts'
import { createTellBuyers, type ArrivedEvent } from './tellBuyers.ts'

let database: TestDatabase
let pool: pg.Pool
let server: MailServer
let desk: OrdersDesk
before(async () => {
  const started = await Promise.all([createTestDatabase('users'), startMailServer(), startOrdersDesk()])
  database = started[0]
  server = started[1]
  desk = started[2]
  pool = new pg.Pool({ connectionString: database.appUrl, max: 4 })
})
after(async () => {
  await pool.end()
  await Promise.all([database.drop(), server.stop(), desk.stop()])
})
beforeEach(() => pool.query('DELETE FROM notifications'))

const logger = createLogger({ service: 'test', level: 'silent' })
const all: Handlings = { EMAIL: 'QUEUED', SMS: 'QUEUED', PUSH: 'QUEUED' }
const ann: OrderContact = { email: 'ann@example.com', name: 'Ann', phone: '+49301234567', locale: 'de-AT', viewToken: 'view.token' }
let skew = 0
const clock = (): Date => new Date(Date.now() + skew)
const cause = { requestId: 'req-1', actor: 'anonymous' }

let orders = 0
const confirmed = (buyer = 'gst_1'): ArrivedEvent & { readonly stream: string } => {
  const stream = `ord_${(orders += 1)}`
  const data = { orderNumber: `A-${orders}`, buyer, contactId: 'oct_1', currency: 'EUR' as const, totalMinor: '4250', lines: [] }
  const lines = [{ variantId: 'var_1', productId: 'prd_1', quantity: 2, totalMinor: '4250' }]
  return { id: `${stream}/5`, type: 'order.confirmed', stream, data: { ...data, lines }, metadata: { correlationId: 'req-1' } }
}
/** Records what the event makes us tell, for a contact; null for one that was erased. */
async function tell(event: ArrivedEvent, contact: OrderContact | null = ann, handlings: Handlings = all): Promise<void> {
  if (contact !== null) desk.contacts.set(event.stream, contact)
  await createTellBuyers({ handlings, clock })(pool, event)
}
const smtp = (): Channels => ({ EMAIL: createSmtpChannel({ url: server.url, from: 'shop@agora.example', patienceMs: 2000 }) })
const senderOver = (channels: Channels = smtp()) =>
  createSender({ pool, channels, contacts: desk.ask, logger, metrics: createMetrics('test'), clock, random: () => 0 })
const rows = async (columns: string): Promise<unknown[]> =>
  (await pool.query(`SELECT ${columns} FROM notifications ORDER BY channel, created_at`)).rows

test('asks orders whom to write to, sends, and keeps nothing of the text', async () => {
  const event = confirmed()
  await tell(event)
  assert.deepEqual(await rows('status, to_address, body'), [{ status: 'QUEUED', to_address: null, body: null }])
  assert.equal(await senderOver().sendDue(), 1)
  const mail = server.received.at(-1)
  assert.deepEqual(mail?.to, ['ann@example.com'])
  assert.match(mail?.raw.replaceAll('=\r\n', '') ?? '', /orderByViewToken\(token: "view\.token"\)/)
  assert.deepEqual(await rows('status, template, to_address, attempts, facts, body, token, correlation_id'), [
    {
      status: 'SENT',
      template: 'order-confirmed',
      to_address: 'ann@example.com',
      attempts: 1,
      facts: null,
      body: null,
      token: null,
      correlation_id: 'req-1',
    },
  ])
  assert.equal(await senderOver().sendDue(), 0)
})

test('an event that comes again is told once', async () => {
  const event = confirmed()
  await tell(event)
  await tell(event)
  const before = server.received.length
  await senderOver().sendDue()
  await tell(event)
  assert.equal(await senderOver().sendDue(), 0)
  assert.equal(server.received.length - before, 1)
  assert.equal((await rows('id')).length, 1)
})

test('a contact that was erased is not written to', async () => {
  await tell(confirmed(), null)
  const before = server.received.length
  await senderOver().sendDue()
  assert.deepEqual(await rows('status, code, to_address'), [{ status: 'SUPPRESSED', code: 'CONTACT_ERASED', to_address: null }])
  assert.equal(server.received.length, before)
})

test('waits while orders does not answer, and sends when it does', async () => {
  await tell(confirmed())
  desk.close()
  await senderOver().sendDue()
  assert.deepEqual(await rows('status, code, attempts'), [{ status: 'QUEUED', code: 'CONTACT_UNAVAILABLE', attempts: 1 }])
  desk.reopen()
  assert.equal(await senderOver().sendDue(), 0, 'not before its time')
  skew += 5000
  assert.equal(await senderOver().sendDue(), 1)
  assert.deepEqual(await rows('status, code, attempts'), [{ status: 'SENT', code: null, attempts: 2 }])
})

test('what the server refuses has failed; what it puts off is tried again, and given up after nine attempts', async () => {
  server.behave({ at: 'recipient', code: 550 })
  await tell(confirmed())
  await senderOver().sendDue()
  assert.deepEqual(await rows('status, code, attempts'), [{ status: 'FAILED', code: 'SMTP_550', attempts: 1 }])
  await pool.query('DELETE FROM notifications')
  server.behave(...Array.from({ length: 9 }, () => ({ at: 'data', code: 451 }) as const))
  await tell(confirmed())
  for (let attempt = 0; attempt < 9; attempt += 1) {
    assert.equal(await senderOver().sendDue(), 1)
    skew += 4 * 60 * 60 * 1000
  }
  assert.equal(await senderOver().sendDue(), 0)
  assert.deepEqual(await rows('status, code, attempts, facts'), [{ status: 'FAILED', code: 'SMTP_451', attempts: 9, facts: null }])
})

test('a process that dies between sending and saying so has the message sent again, under the same Message-ID', async () => {
  await tell(confirmed())
  const before = server.received.length
  const [claim] = await claimDue(pool, { now: clock(), limit: 8 })
  assert.ok(claim)
  const channel = smtp().EMAIL
  const message: Message = {
    key: `${claim.dedupeKey}/EMAIL`,
    to: 'ann@example.com',
    name: null,
    subject: 'sent',
    body: 'and died',
    correlationId: 'req-1',
  }
  await channel?.deliver(message)
  assert.equal(await senderOver().sendDue(), 0, 'the others wait until it is surely dead')
  skew += 3 * 60_000
  assert.equal(await senderOver().sendDue(), 1)
  const ids = server.received.slice(before).map(({ headers }) => /^Message-ID: (.*)$/m.exec(headers)?.[1])
  assert.deepEqual([ids.length, ids[0] === ids[1]], [2, true])
  await finish(pool, claim, { ending: { status: 'FAILED', code: 'late' }, now: clock() })
  assert.deepEqual(await rows('status, attempts'), [{ status: 'SENT', attempts: 2 }], 'a zombie changes nothing any more')
})

test('a message that every process died of is given up, and one that a later release recorded waits, while others go on', async () => {
  await tell(confirmed())
  await pool.query('UPDATE notifications SET attempts = 9')
  await tell(confirmed())
  await pool.query(`UPDATE notifications SET facts = '{"template": "order-gift-wrapped"}' WHERE attempts = 0`)
  await tell(confirmed())
  assert.equal(await senderOver().sendDue(), 3)
  assert.deepEqual(await rows('status, code'), [
    { status: 'FAILED', code: 'NEVER_SETTLED' },
    { status: 'QUEUED', code: 'UNKNOWN_TEMPLATE' },
    { status: 'SENT', code: null },
  ])
})

test('several processes send each message once', async () => {
  for (let index = 0; index < 20; index += 1) await tell(confirmed('usr_many'), { ...ann, email: `p${index}@example.com` })
  const before = server.received.length
  const drain = async (): Promise<void> => {
    const sender = senderOver()
    while ((await sender.sendDue()) > 0);
  }
  await Promise.all([drain(), drain(), drain()])
  assert.equal(server.received.length - before, 20)
  assert.equal(new Set(server.received.slice(before).map(({ to }) => to.join())).size, 20)
})

test('sends on each channel that was asked for, and says of one that is not configured that it did not', async () => {
  const userId = 'usr_01h455vb4pex5vsknk084sn02q'
  await pool.query(`INSERT INTO users (id, email, email_key, display_name) VALUES ($1, 'a@example.com', 'a@example.com', 'Ann')`, [userId])
  const choose = (channel: string) =>
    pool.query(`INSERT INTO notification_preferences VALUES ($1, 'ORDER', $2::notification_channel, true, now())`, [userId, channel])
  await Promise.all([choose('SMS'), choose('PUSH')])
  const handed: Message[] = []
  const recorder: Channel = {
    async deliver(message) {
      handed.push(message)
      return { outcome: 'sent' }
    },
    close() {},
  }
  await tell(confirmed(userId), ann, { ...all, PUSH: 'NOT_CONFIGURED' })
  assert.equal(await senderOver({ ...smtp(), SMS: recorder }).sendDue(), 2)
  assert.deepEqual(await rows('channel, status, to_address'), [
    { channel: 'EMAIL', status: 'SENT', to_address: 'ann@example.com' },
    { channel: 'SMS', status: 'SENT', to_address: '+49301234567' },
    { channel: 'PUSH', status: 'NOT_CONFIGURED', to_address: null },
  ])
  assert.deepEqual(
    handed.map(({ to, subject }) => [to, subject]),
    [['+49301234567', `Bestellung A-${orders} ist bestätigt`]],
  )
  assert.doesNotMatch(server.received.at(-1)?.raw ?? '', /view\.token/, 'who has an account signs in')
})

test('a channel that was taken out of the settings meanwhile sends nothing and says so', async () => {
  await tell(confirmed())
  assert.equal(await senderOver({}).sendDue(), 1)
  assert.deepEqual(await rows('status, facts'), [{ status: 'NOT_CONFIGURED', facts: null }])
})

test('an address that is none fails, and an address that orders are heaped on is spared after about thirty', async () => {
  await tell(confirmed(), { ...ann, email: 'a@b\r\nRCPT TO:<x@example.com>' })
  await senderOver().sendDue()
  assert.deepEqual(await rows('status, code'), [{ status: 'FAILED', code: 'INVALID_ADDRESS' }])
  await pool.query('DELETE FROM notifications')
  for (let index = 0; index < 40; index += 1) await tell(confirmed(), { ...ann, email: 'heap@example.com' })
  const sender = senderOver()
  while ((await sender.sendDue()) > 0);
  const counted = await pool.query('SELECT status, code, count(*)::int FROM notifications GROUP BY 1, 2 ORDER BY 1')
  assert.deepEqual(counted.rows, [
    { status: 'SENT', code: null, count: 32 },
    { status: 'SUPPRESSED', code: 'TOO_MANY', count: 8 },
  ])
})

test('a letter about an account is sent once its change is committed, and its token is gone with it', async () => {
  const mailer = createMailer({ handling: 'QUEUED', clock, logger })
  const to = { address: 'Vera@example.com', key: 'vera@example.com' }
  await mailer.send(pool, { kind: 'verify-email', subject: 'Confirm', body: 'the token: abc', token: 'abc' }, { to, recipient: 'usr_1', cause })
  assert.deepEqual(await rows('status, body, token'), [{ status: 'QUEUED', body: 'the token: abc', token: 'abc' }])
  await senderOver().sendDue()
  assert.match(server.received.at(-1)?.raw ?? '', /the token: abc/)
  assert.deepEqual(await rows('status, to_address, subject, body, token'), [
    { status: 'SENT', to_address: 'Vera@example.com', subject: 'Confirm', body: null, token: null },
  ])
})

test('the development inbox keeps what would have been sent', async () => {
  await tell(confirmed(), ann, { ...all, EMAIL: 'DEV_INBOX' })
  await senderOver(openChannels({ DEV: true, MAIL_FROM: 'shop@agora.example' })).sendDue()
  assert.deepEqual(await rows('status, to_key, subject, token'), [
    { status: 'DEV_INBOX', to_key: 'ann@example.com', subject: `Bestellung A-${orders} ist bestätigt`, token: 'view.token' },
  ])
})
