import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createJudgeVersion } from './apiVersion.ts'

const judge = createJudgeVersion({
  header: 'x-api-version',
  current: '2026-10',
  supported: ['2026-07'],
  deprecated: { '2026-04': { since: '2026-10-01', sunset: '2027-04-01', link: 'https://example.com/versions' }, '2026-01': { since: '2026-07-01' } },
})

test('who asks for none gets the current one, and every one that is answered is told', () => {
  assert.deepEqual(judge(undefined), { ok: true, value: [['x-api-version', '2026-10']] })
  assert.deepEqual(judge('2026-07'), { ok: true, value: [['x-api-version', '2026-07']] })
})

test('one that is deprecated says since when, until when and why', () => {
  assert.deepEqual(judge('2026-04'), {
    ok: true,
    value: [
      ['x-api-version', '2026-04'],
      ['deprecation', '@1790812800'],
      ['sunset', 'Thu, 01 Apr 2027 00:00:00 GMT'],
      ['link', '<https://example.com/versions>; rel="deprecation"; type="text/html"'],
    ],
  })
  assert.deepEqual(judge('2026-01'), {
    ok: true,
    value: [
      ['x-api-version', '2026-01'],
      ['deprecation', '@1782864000'],
    ],
  })
})

test('any other is refused with those that are answered', () => {
  for (const asked of ['2025-01', '', '__proto__']) {
    const refused = judge(asked)
    assert.deepEqual(refused.ok ? null : refused.error.extensions, { code: 'BAD_REQUEST', supported: ['2026-01', '2026-04', '2026-07', '2026-10'] })
  }
})
