import assert from 'node:assert/strict'
import { test } from 'node:test'

import { startTestUsers } from '../testing/startTestUsers.ts'

test('shows messages as a page and as data while development doors are open', async () => {
  const users = await startTestUsers({ dev: true })
  try {
    assert.match((await users.page('/dev/inbox')).text, /Nothing has been sent yet/)
    await users.register(`o'hara&co@example.com`)
    const page = await users.page('/dev/inbox')
    assert.deepEqual([page.status, page.headers['content-type']], [200, 'text/html; charset=utf-8'])
    assert.match(String(page.headers['content-security-policy']), /^default-src 'none'; frame-ancestors 'none'; style-src 'sha256-[\w+/]{43}='$/)
    assert.match(page.text, /to o&#39;hara&amp;co@example\.com/)
    assert.match(page.text, /verifyEmail\(input: \{ token: &quot;/)
    const [mail] = await users.inbox(`O'HARA&co@example.com`)
    assert.deepEqual(
      [mail?.to, mail?.kind, mail?.subject, mail?.body?.includes(mail.token ?? '?')],
      [`o'hara&co@example.com`, 'verify-email', 'Confirm your address', true],
    )
    assert.deepEqual(await users.inbox('somebody-else@example.com'), [])
    assert.deepEqual(await users.inbox('not an address'), [])
  } finally {
    await users.stop()
  }
})

test('orders the newest first beyond the tenth message', async () => {
  const users = await startTestUsers({ dev: true })
  try {
    for (let index = 0; index < 12; index += 1) await users.register(`m${index}@example.com`)
    const { messages } = JSON.parse((await users.page('/dev/inbox.json')).text) as { messages: { to: string }[] }
    assert.deepEqual(
      messages.map(({ to }) => to),
      Array.from({ length: 12 }, (_, index) => `m${11 - index}@example.com`),
    )
  } finally {
    await users.stop()
  }
})

test('without development doors a message is recorded as not sent, without its text, and there is no inbox', async () => {
  const users = await startTestUsers({ dev: false })
  try {
    assert.deepEqual(await users.register('unsent@example.com'), { sentTo: 'unsent@example.com', userErrors: [] })
    const { rows } = await users.db.query('SELECT to_address, template, status, body, token FROM notifications')
    assert.deepEqual(rows, [{ to_address: 'unsent@example.com', template: 'verify-email', status: 'NOT_CONFIGURED', body: null, token: null }])
    assert.equal((await users.page('/dev/inbox.json')).status, 404)
    assert.equal((await users.page('/dev/inbox')).status, 404)
  } finally {
    await users.stop()
  }
})
