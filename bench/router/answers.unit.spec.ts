import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createJudge } from './answers.ts'

const reference = Buffer.from('{"data":{"a":1,"b":[{"c":null}]}}\n')
const judged = (text: string): boolean => createJudge(reference).isRight(Buffer.from(text))

test('takes the same data in other bytes for right', () => {
  assert.equal(judged('{"data":{"a":1,"b":[{"c":null}]}}'), true)
  assert.equal(judged('{ "extensions": {"took": 4}, "data": {"b":[{"c":null}],"a":1} }'), true)
})

test('finds what is missing, more, other or broken wrong', () => {
  const wrong = ['{"data":{"a":1}}', '{"data":{"a":1,"b":[{"c":null}],"d":1}}', '{"data":{"a":1,"b":[{"c":0}]}}', '{"data":{"a":1', '']
  for (const text of wrong) assert.equal(judged(text), false, text)
})

test('finds an answer with errors wrong where the reference has none', () => {
  assert.equal(judged('{"data":{"a":1,"b":[{"c":null}]},"errors":[{"message":"x"}]}'), false)
})

test('does not let a right answer excuse the wrong one after it', () => {
  const judge = createJudge(reference)
  const other = Buffer.from('{"data":{"a":1,"b":[{"c":null}]}}')
  assert.equal(judge.isRight(other), true)
  assert.equal(judge.hash().length, 16)
  assert.equal(judge.isRight(Buffer.from('{"data":{"a":2,"b":[{"c":null}]}}')), false)
  assert.equal(judge.isRight(other), true)
})
