import assert from 'node:assert/strict'
import { test } from 'node:test'

import { parseJson } from '../operation/parseJson.ts'
import { holdsGraphqlAnswer, readSubgraphAnswer } from './readSubgraphAnswer.ts'

const read = (status: number, body: unknown): unknown => readSubgraphAnswer({ status, text: JSON.stringify(body), headers: {} }, parseJson)
const broken = { extensions: { code: 'INTERNAL_SERVER_ERROR' } }

test('errors that are null are as good as none', () => {
  const answer = { data: { here: 1 }, errors: null }
  assert.deepEqual(read(200, answer), { data: { here: 1 } })
  assert.ok(holdsGraphqlAnswer(JSON.stringify(answer)))
})

test('data or errors make an answer, whatever the status', () => {
  const answer = { errors: [{ message: 'not valid' }] }
  assert.deepEqual(read(400, answer), answer)
  assert.deepEqual(read(500, { data: null }), { data: null })
})

test('what holds neither is none', () => {
  for (const body of [{}, { errors: null }, { errors: 'all' }, { errors: [null] }, { data: [] }, [], null, 'data'])
    assert.throws(() => read(200, body), broken, JSON.stringify(body))
})
