import assert from 'node:assert/strict'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { text } from 'node:stream/consumers'
import { after, before, test } from 'node:test'

import type { Message } from './channel.ts'
import { createWebhookChannel, SIGNATURE_HEADER, signatureOf, TIMESTAMP_HEADER } from './webhookChannel.ts'

const SECRET = 's'.repeat(32)
const message: Message = {
  key: 'ord_1/5/SMS',
  to: '+49301234567',
  name: null,
  subject: 'Order A-1 is on its way',
  body: 'A parcel left.',
  correlationId: 'req-1',
}

let server: Server
let url: string
let status = 200
const received: { headers: IncomingHttpHeaders; body: string }[] = []
before(async () => {
  server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ headers: request.headers, body })
      if (status !== 0) response.writeHead(status, { location: '/elsewhere' }).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as { port: number }).port}/send`
})
after(() => {
  server.closeAllConnections()
  server.close()
})

test('hands the message over as JSON that bears its key, and a signature over time and body', async () => {
  const channel = createWebhookChannel({ url, secret: SECRET, clock: () => 1_767_225_600_500 })
  assert.deepEqual(await channel.deliver(message), { outcome: 'sent' })
  const [call] = received
  assert.ok(call)
  assert.deepEqual(JSON.parse(call.body), {
    id: 'ord_1/5/SMS',
    to: '+49301234567',
    subject: 'Order A-1 is on its way',
    text: 'A parcel left.',
    correlationId: 'req-1',
  })
  assert.deepEqual(
    ['idempotency-key', TIMESTAMP_HEADER, SIGNATURE_HEADER].map((name) => call.headers[name]),
    ['ord_1/5/SMS', '1767225600', signatureOf(SECRET, '1767225600', call.body)],
  )
  assert.match(signatureOf(SECRET, '1767225600', call.body), /^v1=[0-9a-f]{64}$/)
})

test('tells what may pass from what will not, and follows nobody elsewhere', async () => {
  const channel = createWebhookChannel({ url, secret: SECRET, timeoutMs: 300 })
  const answers: unknown[] = []
  const before = received.length
  for (status of [202, 400, 408, 429, 500, 302, 0]) answers.push(await channel.deliver(message))
  assert.deepEqual(answers, [
    { outcome: 'sent' },
    { outcome: 'refused', code: 'WEBHOOK_400' },
    { outcome: 'later', code: 'WEBHOOK_408' },
    { outcome: 'later', code: 'WEBHOOK_429' },
    { outcome: 'later', code: 'WEBHOOK_500' },
    { outcome: 'later', code: 'WEBHOOK_302' },
    { outcome: 'later', code: 'WEBHOOK_TIMEOUT' },
  ])
  assert.equal(received.length - before, 7)
  const absent = createWebhookChannel({ url: 'http://127.0.0.1:1/', secret: SECRET })
  assert.deepEqual(await absent.deliver(message), { outcome: 'later', code: 'WEBHOOK_UNREACHABLE' })
})
