import assert from 'node:assert/strict'
import { test } from 'node:test'

import { z } from 'zod'

import { isStandardSchema, judge } from './standardSchema.ts'

test('a schema of a library is one, and nothing else is', () => {
  assert.deepEqual([z.string(), { '~standard': { validate: () => ({ value: 1 }) } }].map(isStandardSchema), [true, true])
  assert.deepEqual([null, 1, {}, { '~standard': null }, { '~standard': {} }, () => ({})].map(isStandardSchema), [
    false,
    false,
    false,
    false,
    false,
    false,
  ])
})

test('a value is what the schema makes of it, or all that is wrong with it by its place, without the value', async () => {
  const schema = z.strictObject({ secret: z.string().min(32), hours: z.array(z.coerce.number().max(24)) })
  assert.deepEqual(await judge(z.object({ hour: z.coerce.number() }), { hour: '5' }), { ok: true, value: { hour: 5 } })
  const judged = await judge(schema, { secret: 'hunter2', hours: [1, 25] })
  assert.equal(judged.ok, false)
  assert.match(judged.error, /^secret: .*; hours\.1: /)
  assert.doesNotMatch(judged.error, /hunter2/)
  assert.deepEqual(await judge({ '~standard': { validate: async () => ({ issues: [{ message: 'no' }] }) } }, 1), {
    ok: false,
    error: 'the whole: no',
  })
})
