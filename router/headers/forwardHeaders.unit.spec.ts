import assert from 'node:assert/strict'
import type { IncomingHttpHeaders } from 'node:http'
import { test } from 'node:test'

import { routerConfig } from '../config/routerConfig.ts'
import { createForward } from './forwardHeaders.ts'

/** What goes on to the subgraphs `any` and `own`, and by which text it is known. */
function sent(client: IncomingHttpHeaders, request: readonly object[], own: readonly object[] = []) {
  const forward = createForward(routerConfig.parse({ headers: { request, maxValueBytes: 20 }, subgraphs: { own: { headers: { request: own } } } }))
  const read = forward?.(client)
  assert.ok(read?.ok)
  const { text, to } = read.value
  return { any: to('any'), own: to('own'), text: text() }
}

const any = (...given: Parameters<typeof sent>): readonly string[] => sent(...given).any

test('without rules there is nothing to do', () => {
  assert.equal(createForward(routerConfig.parse({ subgraphs: { own: {} } })), null)
})

test('a header goes on by its name, by another, or with a value of the config', () => {
  assert.deepEqual(any({ 'x-tenant': 't', 'x-other': 'o' }, [{ propagate: 'X-Tenant' }]), ['x-tenant', 't'])
  assert.deepEqual(any({ 'x-tenant': 't' }, [{ propagate: 'x-tenant', as: 'tenant' }]), ['tenant', 't'])
  assert.deepEqual(any({}, [{ propagate: 'x-tenant', default: 'none' }, { propagate: 'x-other' }]), ['x-tenant', 'none'])
  assert.deepEqual(any({}, [{ insert: 'x-via', value: 'router' }]), ['x-via', 'router'])
})

test('rules are applied in order, those of all before those of the subgraph', () => {
  const rules = [{ propagateMatching: 'x-.*' }, { remove: 'x-b' }]
  assert.deepEqual(sent({ 'x-c': '3', 'x-b': '2', 'x-a': '1' }, rules, [{ removeMatching: 'x-[a]' }, { insert: 'x-b', value: 'own' }]), {
    any: ['x-a', '1', 'x-c', '3'],
    own: ['x-b', 'own', 'x-c', '3'],
    text: '[["x-a","1","x-c","3"],["x-b","own","x-c","3"]]',
  })
})

test('the text is the same for the same headers in another order, and empty where nothing goes on', () => {
  const rules = [{ propagateMatching: 'x-.*' }]
  assert.equal(sent({ 'x-a': '1', 'x-b': '2' }, rules).text, sent({ 'x-b': '2', 'x-a': '1', accept: 'any' }, rules).text)
  assert.notEqual(sent({ 'x-a': '1' }, rules).text, sent({ 'x-a': '2' }, rules).text)
  assert.equal(sent({ accept: 'any' }, rules).text, '')
})

test('a pattern fits whole names, and neither proofs of who asks nor what the router says itself', () => {
  const client = {
    authorization: 'a',
    cookie: 'c',
    forwarded: 'f',
    'x-forwarded-for': 'x',
    'x-user-id': '1',
    'x-agora-identity': 'i',
    'x-request-id': 'r',
    host: 'h',
  }
  assert.deepEqual(any(client, [{ propagateMatching: '.*' }]), [])
  assert.deepEqual(any({ 'x-ab': '1' }, [{ propagateMatching: 'x-a' }]), [])
  assert.deepEqual(any(client, [{ propagate: 'authorization' }, { propagate: 'cookie' }]), ['authorization', 'a', 'cookie', 'c'])
})

test('what is about the connection alone stays, also where the client says so', () => {
  const client = { connection: 'keep-alive, X-Hop', 'x-hop': '1', 'x-far': '2', te: 'trailers', upgrade: 'h2c' }
  assert.deepEqual(any(client, [{ propagateMatching: '.*' }, { propagate: 'x-hop' }]), ['x-far', '2'])
})

test('a value that could end its line stays, and one that is too long is refused by name', () => {
  assert.deepEqual(any({ 'x-a': 'one\r\nx-user-id: 1' }, [{ propagate: 'x-a' }]), [])
  const forward = createForward(routerConfig.parse({ headers: { request: [{ propagate: 'x-a' }], maxValueBytes: 20 } }))
  const refused = forward?.({ 'x-a': 'x'.repeat(21) })
  assert.deepEqual(refused?.ok === false && [refused.error.message, refused.error.extensions['code']], [
    'The header x-a is longer than 20 bytes.',
    'BAD_REQUEST',
  ])
})

test('a name of an object is no header', () => {
  assert.deepEqual(any({}, [{ propagate: 'constructor' }, { propagate: '__proto__' }]), [])
})

test('a config cannot let through what must not go on', () => {
  for (const name of ['connection', 'Transfer-Encoding', 'x-agora-identity', 'traceparent', 'content-length', 'host', 'a b', ''])
    for (const rule of [{ propagate: name }, { propagate: 'x', as: name }, { insert: name, value: 'v' }])
      assert.equal(routerConfig.safeParse({ headers: { request: [rule] } }).success, false, name)
  assert.equal(routerConfig.safeParse({ headers: { request: [{ insert: 'x', value: 'a\nb' }] } }).success, false)
  assert.equal(routerConfig.safeParse({ headers: { request: [{ propagateMatching: '(' }] } }).success, false)
})
