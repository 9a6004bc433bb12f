import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { after, before, test } from 'node:test'

import { startMailServer, type MailServer } from '../../testing/mailServer.ts'
import type { Message } from './channel.ts'
import { createSmtpChannel, messageIdOf } from './smtpChannel.ts'

let server: MailServer
before(async () => (server = await startMailServer()))
after(() => server.stop())

const message: Message = {
  key: 'ord_1/5/EMAIL',
  to: 'ann@example.com',
  name: 'Ann Lindqvist',
  subject: 'Order A-1001 is confirmed',
  body: 'Hello Ann,\n\n<b>three</b> pieces',
  correlationId: 'req-1',
}
const channel = () => createSmtpChannel({ url: server.url, from: 'shop@agora.example', patienceMs: 2000 })
const header = (headers: string, name: string): string[] =>
  headers
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .filter((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`))
    .map((line) => line.slice(name.length + 1).trim())

test('hands a mail over as text and as HTML that acts on nothing, and says where its name comes from', async () => {
  assert.deepEqual(await channel().deliver(message), { outcome: 'sent' })
  const mail = server.received.at(-1)
  assert.ok(mail)
  assert.deepEqual([mail.from, mail.to], ['shop@agora.example', ['ann@example.com']])
  assert.deepEqual(
    ['Subject', 'To', 'Message-ID', 'Auto-Submitted', 'X-Correlation-Id'].map((name) => header(mail.headers, name)),
    [
      ['Order A-1001 is confirmed'],
      ['Ann Lindqvist <ann@example.com>'],
      [messageIdOf('ord_1/5/EMAIL', 'agora.example')],
      ['auto-generated'],
      ['req-1'],
    ],
  )
  assert.match(mail.headers, /^Content-Type: multipart\/alternative;/m)
  assert.match(mail.raw, /\r\n<b>three<\/b> pieces\r\n/)
  assert.match(mail.raw.replaceAll('=\r\n', ''), /<p>&lt;b&gt;three&lt;\/b&gt; pieces<\/p>/)
})

test('the same message has the same Message-ID at every attempt, another message another', async () => {
  const before = server.received.length
  await channel().deliver(message)
  await channel().deliver({ ...message, subject: 'written anew' })
  await channel().deliver({ ...message, key: 'ord_1/6/EMAIL' })
  const [first, second, other] = server.received.slice(before).map(({ headers }) => header(headers, 'Message-ID')[0])
  assert.equal(first, second)
  assert.notEqual(first, other)
})

test('takes 4xx for a delay and 5xx for the last word, at the recipient and at the text', async () => {
  const before = server.received.length
  server.behave({ at: 'recipient', code: 450 }, { at: 'data', code: 451 }, { at: 'recipient', code: 550 }, { at: 'data', code: 554 })
  const mail = channel()
  assert.deepEqual(
    [await mail.deliver(message), await mail.deliver(message), await mail.deliver(message), await mail.deliver(message)],
    [
      { outcome: 'later', code: 'SMTP_450' },
      { outcome: 'later', code: 'SMTP_451' },
      { outcome: 'refused', code: 'SMTP_550' },
      { outcome: 'refused', code: 'SMTP_554' },
    ],
  )
  assert.equal(server.received.length, before)
})

test('a line that is cut after the text is a delay: the server may have the mail, and a second copy bears the same Message-ID', async () => {
  const before = server.received.length
  server.behave('hang-up')
  const cut = await channel().deliver(message)
  assert.deepEqual([cut.outcome, 'code' in cut && /^SMTP_(ECONNECTION|ESOCKET)$/.test(cut.code)], ['later', true])
  assert.deepEqual(await channel().deliver(message), { outcome: 'sent' })
  const ids = server.received.slice(before).map(({ headers }) => header(headers, 'Message-ID')[0])
  assert.deepEqual(ids, [messageIdOf(message.key, 'agora.example'), messageIdOf(message.key, 'agora.example')])
})

test('a server that is not there, or says nothing, is a delay', async () => {
  const absent = createSmtpChannel({ url: 'smtp://127.0.0.1:1', from: 'shop@agora.example' })
  assert.deepEqual(await absent.deliver(message), { outcome: 'later', code: 'SMTP_ESOCKET' })
  const mute = createServer(() => {})
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve))
  const { port } = mute.address() as { port: number }
  const patient = createSmtpChannel({ url: `smtp://127.0.0.1:${port}`, from: 'shop@agora.example', patienceMs: 200 })
  assert.deepEqual(await patient.deliver(message), { outcome: 'later', code: 'SMTP_ETIMEDOUT' })
  await new Promise((resolve) => mute.close(resolve))
})

test('no name, subject or id becomes a header or another recipient', async () => {
  const break_ = '\r\nBcc: evil@example.com\r\n\r\nbody'
  const hostile: Message = {
    ...message,
    name: `Ann${break_}`,
    subject: `Hello\u2028there${break_}`,
    correlationId: `req${break_}`,
  }
  assert.deepEqual(await channel().deliver(hostile), { outcome: 'sent' })
  const mail = server.received.at(-1)
  assert.ok(mail)
  assert.deepEqual(mail.to, ['ann@example.com'])
  assert.deepEqual(header(mail.headers, 'Bcc'), [])
  assert.deepEqual(header(mail.headers, 'Subject'), ['Hello there Bcc: evil@example.com body'])
  const listed = await channel().deliver({ ...message, name: 'a <evil@example.com>, b', to: 'ann@example.com' })
  assert.deepEqual([listed, server.received.at(-1)?.to], [{ outcome: 'sent' }, ['ann@example.com']])
})
