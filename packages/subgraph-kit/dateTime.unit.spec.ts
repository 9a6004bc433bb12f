import assert from 'node:assert/strict'
import { test } from 'node:test'

import { dateTime } from './dateTime.ts'

test('a moment is answered in UTC with milliseconds', () => {
  assert.equal(dateTime.serialize(new Date('2026-11-22T10:30:00+01:00')), '2026-11-22T09:30:00.000Z')
  assert.equal(dateTime.serialize(0), '1970-01-01T00:00:00.000Z')
  assert.throws(() => dateTime.serialize('2026-11-22'), TypeError)
})

test('a moment is taken with its offset, and nothing vaguer is', () => {
  assert.deepEqual(dateTime.parseValue('2026-11-22T10:30:00+01:00'), new Date('2026-11-22T09:30:00Z'))
  for (const given of ['2026-11-22', '2026-11-22T10:30:00', 'now', '', 1, null, {}])
    assert.throws(() => dateTime.parseValue(given), { extensions: { code: 'BAD_USER_INPUT' } })
})
