import assert from 'node:assert/strict'
import { test } from 'node:test'

import { GraphQLError } from 'graphql'

import { codedError } from '@agora/errors/graphqlError.ts'
import { createLogger } from '@agora/logger/logger.ts'
import { anonymous } from '@agora/security/viewer.ts'

import { maskError } from './maskErrors.ts'
import { requestFacts } from './requestFacts.ts'
import { createListLoader, createRequestLoader } from './requestLoader.ts'

const silent = createLogger({ service: 'test', level: 'silent' })

test('ids are taken from well-formed headers', () => {
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
  const facts = requestFacts({ 'x-request-id': 'req-1', traceparent }, anonymous, silent)
  assert.deepEqual([facts.requestId, facts.ids.traceId], ['req-1', '0af7651916cd43dd8448eb211c80319c'])
  assert.equal(facts.traceparent, `00-0af7651916cd43dd8448eb211c80319c-${facts.ids.spanId}-01`)
  assert.notEqual(facts.ids.spanId, 'b7ad6b7169203331')
})

test('how long the answer is waited for is taken as the router says it, bounded, and not at all where it cannot be read', () => {
  const timeouts = ['250', '0', '9999999999', '-1', '1.5', '', ' 7', undefined].map(
    (given) => requestFacts({ 'x-request-timeout-ms': given }, anonymous, silent).timeoutMs,
  )
  assert.deepEqual(timeouts, [250, 0, 60_000, undefined, undefined, undefined, undefined, undefined])
})

test('malformed ids are replaced by new ones', () => {
  for (const bad of ['', 'a b', 'x'.repeat(129), 'a\nb', '<script>'])
    assert.match(requestFacts({ 'x-request-id': bad }, anonymous, silent).requestId, /^[0-9a-f-]{36}$/)
  for (const bad of ['', '00-0-0-00', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`, '01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01']) {
    const { ids, traceparent } = requestFacts({ traceparent: bad }, anonymous, silent)
    assert.match(traceparent, /^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$/)
    assert.notEqual(ids.traceId, '0'.repeat(32))
  }
})

test('the logger of a request says its ids, its children too', () => {
  const lines: Record<string, unknown>[] = []
  const logger = createLogger({ service: 'test', destination: { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) } })
  const facts = requestFacts({ 'x-request-id': 'req-2' }, anonymous, logger)
  facts.logger.info({ password: 'hidden' }, 'First')
  facts.logger.child({ component: 'cart' }).warn('Second')
  assert.deepEqual(
    lines.map(({ msg, requestId, component, password }) => [msg, requestId, component, password]),
    [
      ['First', 'req-2', undefined, '[redacted]'],
      ['Second', 'req-2', 'cart', undefined],
    ],
  )
})

test('an error of the catalogue leaves as it is but for its stack, any other only with its place', () => {
  const at = { locations: [{ line: 1, column: 2 }], path: ['a', 0] }
  const own = { message: 'No', ...at, extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 3, stacktrace: ['secret'] } }
  assert.deepEqual(maskError(own), { message: 'No', ...at, extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 3 } })
  const masked = { message: 'Internal server error', ...at, extensions: { code: 'INTERNAL_SERVER_ERROR' } }
  for (const code of [undefined, 'P2002', 'INTERNAL_SERVER_ERROR', '__proto__'])
    assert.deepEqual(maskError({ message: 'secret', ...at, extensions: { code, detail: 'secret' } }), masked)
  assert.deepEqual(maskError(codedError('FORBIDDEN', 'No').toJSON()), { message: 'No', extensions: { code: 'FORBIDDEN' } })
})

test('a loader asks once a tick, each key once, and answers in the order of the keys', async () => {
  const asked: (readonly string[])[] = []
  const fetch = async (keys: readonly string[]) => {
    asked.push(keys)
    return keys
      .filter((key) => key !== 'none')
      .flatMap((key) => [
        { key, n: 1 },
        { key, n: 2 },
      ])
      .toReversed()
  }
  const one = createRequestLoader(fetch, ({ key }) => key)
  assert.deepEqual(
    (await Promise.all([one.load('a'), one.load('none'), one.load('b'), one.load('a')])).map((row) => row?.key),
    ['a', undefined, 'b', 'a'],
  )
  const many = createListLoader(fetch, ({ key }) => key)
  assert.deepEqual(
    (await many.loadMany(['b', 'none'])).map((rows) => (rows instanceof Error ? -1 : rows.length)),
    [2, 0],
  )
  assert.deepEqual(asked, [
    ['a', 'none', 'b'],
    ['b', 'none'],
  ])
})

test('leaves a scalar that refuses a literal its own code, though Apollo blames the document', () => {
  const refusal = codedError('BAD_USER_INPUT', 'That is no stamp')
  const thrown = new GraphQLError(refusal.message, { originalError: refusal, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } })
  assert.deepEqual(maskError(thrown.toJSON(), thrown), { message: 'That is no stamp', extensions: { code: 'BAD_USER_INPUT' } })
  const unknownField = new GraphQLError('Cannot query field', { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } })
  assert.deepEqual(maskError(unknownField.toJSON(), unknownField).extensions, { code: 'GRAPHQL_VALIDATION_FAILED' })
})
