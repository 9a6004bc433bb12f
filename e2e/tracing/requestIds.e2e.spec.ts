import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'

import { createGraphqlClient } from '@agora/testkit/graphqlClient.ts'

import { aVariant, newCustomer } from '../people.ts'
import { dataFolder, graphqlUrl } from '../stack.ts'

const CART = '{ me { displayName cart { subtotal { decimal } lines { variant { name } } } } }'
const ADD = 'mutation ($variantId: ID!) { addCartItem(input: { variantId: $variantId }) { userErrors { code } } }'

interface LogLine {
  readonly requestId?: string
  readonly traceId?: string
  readonly spanId?: string
}

/** The lines of a service's log that bear this request id. */
function linesOf(service: string, requestId: string): LogLine[] {
  const lines = readFileSync(join(dataFolder, 'logs', `${service}.log`), 'utf8').split('\n')
  return lines.filter((line) => line.includes(requestId)).map((line): LogLine => JSON.parse(line))
}

/** Waits until each service has written about the request: a line is written after the answer. */
async function linesOfAll(services: readonly string[], requestId: string): Promise<LogLine[]> {
  const until = Date.now() + 5000
  for (;;) {
    const silent = services.filter((service) => linesOf(service, requestId).length === 0)
    if (silent.length === 0) return services.flatMap((service) => linesOf(service, requestId))
    assert.ok(Date.now() < until, `${silent.join(', ')} wrote nothing about the request`)
    await delay(20)
  }
}

test('the id and the trace of one request stand in the log of every service that it reached', async () => {
  const { client, accessToken, email } = await newCustomer()
  await client.data(ADD, { variantId: await aVariant() })
  const [requestId, traceId] = [`check-${randomBytes(8).toString('hex')}`, randomBytes(16).toString('hex')]
  const headers = { 'x-request-id': requestId, traceparent: `00-${traceId}-b7ad6b7169203331-01` }
  const { headers: answered, errors } = await createGraphqlClient(graphqlUrl).as(accessToken, headers).ask(CART)
  assert.deepEqual([errors, answered['x-request-id']], [[], requestId])
  const lines = await linesOfAll(['router', 'users', 'products', 'orders'], requestId)
  assert.deepEqual(new Set(lines.map((line) => `${line.requestId} ${line.traceId}`)), new Set([`${requestId} ${traceId}`]))
  // Each call is a span of its own.
  const spans = lines.flatMap(({ spanId }) => spanId ?? [])
  assert.equal(new Set(spans).size, spans.length)
  const text = JSON.stringify(lines)
  for (const secret of [accessToken, email]) assert.equal(text.includes(secret), false)
})

test('a request without an id gets one, by which its error is found in the log', async () => {
  const { headers, errors } = await createGraphqlClient(graphqlUrl).ask('{ users { totalCount } }')
  const requestId = String(headers['x-request-id'])
  assert.deepEqual(
    errors.map(({ extensions }) => [extensions?.code, (extensions as Record<string, unknown> | undefined)?.['requestId']]),
    [['UNAUTHORIZED_FIELD_OR_TYPE', requestId]],
  )
  for (const line of await linesOfAll(['router'], requestId)) assert.equal(line.requestId, requestId)
})
