import assert from 'node:assert/strict'
import { test } from 'node:test'

import { judge, type Verdict } from './judge.ts'

const asked = { query: '{ a { b } c }', data: { a: { b: 1 }, c: ['x'] } }
const error = (code: string) => [{ message: 'x', extensions: { code } }]
const answered = (body: unknown, status = 200) => ({ status, text: JSON.stringify(body) })

test('only the very answer is right, and without errors anything else is wrong', () => {
  assert.equal(judge(asked, answered({ data: asked.data }), false), 'right')
  for (const data of [{ a: { b: 2 }, c: ['x'] }, { a: null, c: ['x'] }, { c: ['x'], a: { b: 1 } }, { a: { b: 1 }, c: ['x', 'y'] }, null])
    assert.equal(judge(asked, answered({ data }), true), 'wrong', JSON.stringify(data))
  assert.equal(judge(asked, { status: 200, text: 'nonsense' }, true), 'wrong')
})

test('with errors, what is there must be right, and a subgraph must have been failing', () => {
  const part = { data: { a: null, c: ['x'] }, errors: error('SERVICE_UNAVAILABLE') }
  const verdicts: Verdict[] = [judge(asked, answered(part), true), judge(asked, answered(part), false)]
  assert.deepEqual(verdicts, ['partial', 'failed'])
  assert.equal(judge(asked, answered({ ...part, data: { a: { b: 2 }, c: ['x'] } }), true), 'wrong')
  assert.equal(judge(asked, answered({ ...part, errors: error('FORBIDDEN') }), true), 'failed')
  assert.equal(judge(asked, null, true), 'failed')
})

test('what comes and goes with the schema may be refused as invalid, and nothing else may', () => {
  const refused = answered({ errors: error('GRAPHQL_VALIDATION_FAILED') }, 400)
  assert.equal(judge({ ...asked, comesAndGoes: true }, refused, false), 'unknown')
  assert.equal(judge(asked, refused, false), 'failed')
})
