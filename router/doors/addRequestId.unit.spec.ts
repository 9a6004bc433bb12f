import assert from 'node:assert/strict'
import { test } from 'node:test'

import { addRequestId } from './addRequestId.ts'

test('adds the id to every error of an answer', () => {
  assert.equal(
    addRequestId('{"errors":[{"message":"a"},{"message":"b","extensions":{"code":"C"}}]}', 'r-1'),
    '{"errors":[{"message":"a","extensions":{"requestId":"r-1"}},{"message":"b","extensions":{"code":"C","requestId":"r-1"}}]}',
  )
})

test('leaves an answer alone that has it, or has no errors', () => {
  for (const answer of ['{"data":{"errors":[1]}}', '{"errors":[{"message":"a","extensions":{"requestId":"r-1"}}],"data":null}'])
    assert.equal(addRequestId(answer, 'r-1'), answer)
})

test('is not fooled by a message that quotes the id', () => {
  const answer = JSON.stringify({ errors: [{ message: 'got "requestId":"r-1"' }] })
  assert.deepEqual(JSON.parse(addRequestId(answer, 'r-1')), { errors: [{ message: 'got "requestId":"r-1"', extensions: { requestId: 'r-1' } }] })
})
