import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { isRotationDue, OUTLIVES_MS, PUBLISHED_AHEAD_MS, ROTATION_MS, selectKeys } from './keySelection.ts'

const MINUTE = 60_000
const start = Date.UTC(2026, 10, 23)
const first = { kid: 'first', bornAt: start }
const second = { kid: 'second', bornAt: start + ROTATION_MS }

const kids = (keys: readonly { readonly kid: string }[]): string[] => keys.map(({ kid }) => kid)

test('signs with the first key at once', () => {
  assert.equal(selectKeys([first], start).signing?.kid, 'first')
})

test('publishes a key five minutes before it signs', () => {
  const before = selectKeys([first, second], second.bornAt + 5 * MINUTE - 1)
  assert.deepEqual([before.signing?.kid, kids(before.published)], ['first', ['second', 'first']])
  assert.equal(selectKeys([first, second], second.bornAt + 5 * MINUTE).signing?.kid, 'second')
})

test('publishes a key until the last token that it signed has expired', () => {
  const takeover = second.bornAt + PUBLISHED_AHEAD_MS
  assert.deepEqual(kids(selectKeys([first, second], takeover + OUTLIVES_MS - 1).published), ['second', 'first'])
  const after = selectKeys([first, second], takeover + OUTLIVES_MS)
  assert.deepEqual([kids(after.published), kids(after.retired)], [['second'], ['first']])
})

test('makes the next key a day after the newest', () => {
  assert.equal(isRotationDue([], start), true)
  assert.equal(isRotationDue([first], start + ROTATION_MS - 1), false)
  assert.equal(isRotationDue([first], start + ROTATION_MS), true)
  assert.equal(isRotationDue([first, second], start + ROTATION_MS), false)
})

test('always publishes the key that signs, and every replica chooses the same', () => {
  const key = fc.record({ kid: fc.uuid(), bornAt: fc.integer({ min: 0, max: 10 * ROTATION_MS }) })
  fc.assert(
    fc.property(
      fc.uniqueArray(key, { minLength: 1, maxLength: 6, selector: ({ kid }) => kid }),
      fc.integer({ min: 0, max: 12 * ROTATION_MS }),
      (keys, now) => {
        const { signing, published, retired } = selectKeys(keys, now)
        assert.ok(signing !== undefined && published.includes(signing))
        assert.equal(published.length + retired.length, keys.length)
        assert.equal(selectKeys([...keys].reverse(), now).signing, signing)
      },
    ),
  )
})
