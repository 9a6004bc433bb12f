import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

import { request } from 'undici'

import { signWebhook } from '../../subgraphs/payments/localProvider/webhooks.ts'
import { dataFolder, publicUrl } from '../stack.ts'

const { webhookSecret } = JSON.parse(readFileSync(join(dataFolder, 'secrets', 'payment-provider.json'), 'utf8')) as { readonly webhookSecret: string }
const url = `${publicUrl}/webhooks/local`
const sign = (body: string): string => signWebhook(webhookSecret, body, new Date())

async function send(body: string, signature: string | undefined, to = url): Promise<{ status: number; text: string }> {
  const headers = { 'content-type': 'application/json', ...(signature === undefined ? {} : { 'provider-signature': signature }) }
  const answer = await request(to, { method: 'POST', headers, body })
  return { status: answer.statusCode, text: await answer.body.text() }
}

test('a webhook reaches payments through the public port as it was sent, and only a genuine one is taken', async () => {
  const body = `{"id":"evt_of_the_e2e",   "data":{"payment":{"id":"pp_of_nobody"}}}`
  assert.deepEqual(await send(body, sign(body)), { status: 200, text: '{"received":true}' })
  assert.equal((await send(body, sign(body))).status, 200)
  for (const signature of [undefined, '', 't=1,v1=00', sign(`${body} `)]) {
    const { status, text } = await send(body, signature)
    assert.equal(status, 400)
    assert.doesNotMatch(text, /SIGNATURE|TOO_OLD|secret/i)
  }
  assert.equal((await send('{', sign('{'))).status, 400)
})

test('the door takes POST alone, of bounded length, for providers that are known', async () => {
  assert.equal((await request(url)).statusCode, 405)
  assert.equal((await request(url, { method: 'PUT', body: '{}' })).statusCode, 405)
  const long = 'x'.repeat(256 * 1024 + 1)
  assert.equal((await send(long, sign(long))).status, 413)
  const body = '{}'
  assert.equal((await send(body, sign(body), `${publicUrl}/webhooks/nobody`)).status, 404)
  // A provider that is known to the router and is not the one in use has no address either.
  assert.equal((await send(body, sign(body), `${publicUrl}/webhooks/stripe`)).status, 404)
})
