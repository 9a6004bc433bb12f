import assert from 'node:assert/strict'
import { test } from 'node:test'

import { lastTrouble, troubleOf } from './logLines.ts'

test('errors are told in a sentence, everything below is not', () => {
  assert.equal(troubleOf('{"level":50,"msg":"It broke","err":{"message":"no disk"}}'), 'It broke: no disk')
  assert.equal(troubleOf('{"level":30,"msg":"Ready"}'), undefined)
  assert.equal(troubleOf('{"level":50,"ms'), undefined)
})

test('what Node itself writes before it ends is told too', () => {
  assert.equal(troubleOf('TypeError: x is not a function'), 'TypeError: x is not a function')
  assert.equal(troubleOf('    at main (file.ts:1:1)'), undefined)
})

test('a log that is not there names no error', async () => {
  assert.equal(await lastTrouble('/nowhere/at/all.log'), 'its log names no error.')
})
