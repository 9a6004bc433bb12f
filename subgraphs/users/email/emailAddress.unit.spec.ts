import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { parseEmail } from './emailAddress.ts'

const keyOf = (text: string): string => {
  const parsed = parseEmail(text)
  assert.ok(parsed.ok, `${text} is refused`)
  return parsed.value.key
}

test('keeps what the owner wrote and compares without letter case', () => {
  assert.deepEqual(parseEmail('  Ann.Lee+shop@Example.COM '), {
    ok: true,
    value: { address: 'Ann.Lee+shop@example.com', key: 'ann.lee+shop@example.com' },
  })
})

test('takes spellings that look the same for the same address', () => {
  const plain = keyOf('payo@example.com')
  assert.equal(keyOf('PAYO@EXAMPLE.COM'), plain)
  assert.equal(keyOf('ｐａｙｏ@ｅｘａｍｐｌｅ.com'), plain, 'full-width letters')
  assert.equal(keyOf('рауо@example.com'), plain, 'all Cyrillic')
})

test('takes the dotless and the dotted i for the plain one', () => {
  assert.equal(keyOf('ılker@example.com'), keyOf('ilker@example.com'))
  assert.equal(keyOf('İlker@example.com'), keyOf('ilker@example.com'))
})

test('compares domains by their look and by their ASCII form alike', () => {
  assert.equal(keyOf('a@bücher.example'), keyOf('a@xn--bcher-kva.example'))
  assert.equal(keyOf('ann@оса.com'), keyOf('ann@oca.com'), 'a label all in Cyrillic')
})

test('refuses a part that mixes alphabets', () => {
  for (const text of ['pаypal@example.com', 'ann@exаmple.com', 'αnn@example.com']) {
    assert.deepEqual(parseEmail(text), { ok: false, error: 'mixed-scripts' }, text)
  }
})

test('takes addresses of other alphabets, and those that belong together', () => {
  for (const text of ['иван@пример.рф', 'τασος@παραδειγμα.gr', '太郎taro@example.jp', 'たろう@例え.jp', '김@example.kr'])
    assert.ok(parseEmail(text).ok, text)
})

test('keeps apart what a person can tell apart', () => {
  assert.notEqual(keyOf('ann1@example.com'), keyOf('annl@example.com'))
  assert.notEqual(keyOf('rene@example.com'), keyOf('rené@example.com'))
  assert.notEqual(keyOf('ann@example.com'), keyOf('ann+shop@example.com'))
})

test('refuses what is no address', () => {
  const texts = [
    '',
    '@',
    'ann',
    'ann@',
    '@example.com',
    'ann@localhost',
    'ann@example.1',
    'a b@example.com',
    'a@b@example.com',
    '.ann@example.com',
    'ann.@example.com',
    'a..b@example.com',
  ]
  const unseen = [
    'an\u200bn@example.com',
    'ann@exam\u00adple.com',
    'an\u0000n@example.com',
    'ann\u202e@example.com',
    'ann\n@example.com',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b'.repeat(300)}.com`,
  ]
  for (const text of [...texts, ...unseen]) assert.deepEqual(parseEmail(text), { ok: false, error: 'malformed' }, JSON.stringify(text))
})

test('is stable: what it answers, it reads the same again', () => {
  fc.assert(
    fc.property(fc.emailAddress(), (text) => {
      const once = parseEmail(text)
      if (once.ok) assert.deepEqual(parseEmail(once.value.address), once)
    }),
  )
})

test('never throws, whatever it is given', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => typeof parseEmail(text).ok === 'boolean'))
})
