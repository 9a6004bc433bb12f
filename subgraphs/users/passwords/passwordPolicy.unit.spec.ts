import assert from 'node:assert/strict'
import { test } from 'node:test'

import { composePassword, judgePassword } from './passwordPolicy.ts'

const known = ['ann.lindqvist@example.com', 'Ann Lindqvist']
const fault = (password: string): unknown => {
  const judged = judgePassword(password, known)
  return judged.ok ? undefined : judged.error
}

test('takes a long password of any composition', () => {
  for (const password of ['correct horse battery', 'twelve chars', 'ünïcödé wörds', '密码密码很长的一个密码啊啊哈'])
    assert.equal(fault(password), undefined, password)
})

test('bounds the length in characters, not in bytes', () => {
  assert.equal(fault('elevenchars'), 'too-short')
  assert.equal(fault('😀😁😂😃😄😅😆😇😈😉😊'), 'too-short')
  assert.equal(fault('😁😀😂😃😄😅😆😇😈😉😊😋'), undefined)
  assert.equal(fault('abcde fghij '.repeat(10) + '12345678'), undefined)
  assert.equal(fault('abcde fghij '.repeat(10) + '123456789'), 'too-long')
  assert.equal(fault('abcde'.repeat(1_000_000)), 'too-long')
})

test('refuses what is guessed first', () => {
  const guessable = ['aaaaaaaaaaaa', 'abababababab', 'abcdefghijklmnop', 'password1234', 'Lindqvist-Ann1', 'qwertyuiop12', 'AgoraAgora2026']
  for (const password of guessable) assert.equal(fault(password), 'guessable', password)
})

test('hashes the same form whatever the keyboard composed', () => {
  assert.equal(composePassword('e\u0301le\u0301phant rose'), composePassword('éléphant rose'))
  assert.deepEqual(judgePassword('ｔｗｅｌｖｅ ｃｈａｒｓ', []), { ok: true, value: 'twelve chars' })
})
