import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createClientAddress } from './clientAddress.ts'

test('believes no header where no proxy is trusted', () => {
  assert.equal(createClientAddress([])('203.0.113.9', '198.51.100.1'), '203.0.113.9')
})

test('takes the nearest address that is not a trusted proxy', () => {
  const address = createClientAddress(['10.0.0.0/8', '127.0.0.1', '::1'])
  assert.equal(address('::ffff:127.0.0.1', '6.6.6.6, 198.51.100.1, 10.1.2.3'), '198.51.100.1')
  assert.equal(address('::1', '2001:db8::1'), '2001:db8::1')
  assert.equal(address('203.0.113.9', '198.51.100.1'), '203.0.113.9')
})

test('stops at what is no address', () => {
  assert.equal(createClientAddress(['10.0.0.1'])('10.0.0.1', 'unknown'), '10.0.0.1')
  assert.equal(createClientAddress(['10.0.0.1'])('10.0.0.1', undefined), '10.0.0.1')
})

test('refuses a proxy that is no address', () => {
  assert.throws(() => createClientAddress(['proxy.example']), TypeError)
})
