import assert from 'node:assert/strict'
import { test } from 'node:test'

import { routerConfig } from '../config/routerConfig.ts'
import type { ReplyHeaders } from '../execution/http/createPost.ts'
import { createReplyHeaders } from './replyHeaders.ts'

/** What a client is told after these replies of the subgraphs `any` and `own`. */
function told(response: readonly object[], replies: readonly (readonly [string, ReplyHeaders])[], own: readonly object[] = []): object {
  const received = createReplyHeaders(routerConfig.parse({ headers: { response }, subgraphs: { own: { headers: { response: own } } } }))?.()
  for (const [subgraph, headers] of replies) received?.take(subgraph, headers)
  return received?.said() ?? {}
}

const two = (name: string): readonly (readonly [string, ReplyHeaders])[] => [
  ['any', { [name]: '1' }],
  ['any', {}],
  ['own', { [name]: '2' }],
]

test('without rules there is nothing to do', () => {
  assert.equal(createReplyHeaders(routerConfig.parse({ subgraphs: { own: {} } })), null)
})

test('of several replies the first holds, the last, or all', () => {
  assert.deepEqual(told([{ propagate: 'x-a' }], two('x-a')), { 'x-a': '2' })
  assert.deepEqual(told([{ propagate: 'x-a', algorithm: 'last' }], two('x-a')), { 'x-a': '2' })
  assert.deepEqual(told([{ propagate: 'x-a', algorithm: 'first', as: 'b' }], two('x-a')), { b: '1' })
  assert.deepEqual(told([{ propagate: 'x-a', algorithm: 'append' }], two('x-a')), { 'x-a': '1, 2' })
  assert.deepEqual(told([{ propagate: 'x-a', algorithm: 'append', default: '-' }], two('x-a')), { 'x-a': '1, -, 2' })
})

test('cookies are kept apart, of one reply and of several', () => {
  const replies: readonly (readonly [string, ReplyHeaders])[] = [
    ['any', { 'set-cookie': ['a=1; Path=/', 'b=2'] }],
    ['own', { 'set-cookie': ['c=3'] }],
  ]
  assert.deepEqual(told([{ propagate: 'Set-Cookie' }], replies), { 'set-cookie': ['a=1; Path=/', 'b=2', 'c=3'] })
  assert.deepEqual(told([{ propagateMatching: '.*' }], replies), { 'set-cookie': ['a=1; Path=/', 'b=2', 'c=3'] })
  assert.deepEqual(told([{ propagate: 'set-cookie' }], replies, [{ remove: 'set-cookie' }]), { 'set-cookie': ['a=1; Path=/', 'b=2'] })
})

test("a subgraph's own rules come after those of all", () => {
  assert.deepEqual(told([], two('x-a'), [{ propagate: 'x-a' }]), { 'x-a': '2' })
  assert.deepEqual(told([{ propagateMatching: 'x-.*', algorithm: 'first' }], two('x-a'), [{ removeMatching: 'x-.*' }]), { 'x-a': '1' })
})

test('what only one reply can say and what the router says itself stays, whatever the pattern', () => {
  const headers = {
    etag: '"1"',
    'cache-control': 'public',
    'access-control-allow-origin': '*',
    'content-length': '5',
    'x-frame-options': 'ALLOW',
    connection: 'close',
  }
  assert.deepEqual(told([{ propagateMatching: '.*' }], [['any', headers]]), {})
  for (const name of Object.keys(headers))
    for (const rule of [{ propagate: name }, { propagate: 'x', as: name }])
      assert.equal(routerConfig.safeParse({ headers: { response: [rule] } }).success, false, name)
})

test('a value that cannot be sent is left out, and what is too much is too', () => {
  assert.deepEqual(told([{ propagate: 'x-a' }], [['any', { 'x-a': 'one\r\nset-cookie: a=1' }]]), {})
  const long: ReplyHeaders = { 'x-a': 'x'.repeat(5000), 'x-b': 'x'.repeat(5000) }
  assert.deepEqual(Object.keys(told([{ propagate: 'x-a' }, { propagate: 'x-b' }], [['any', long]])), ['x-a'])
})
