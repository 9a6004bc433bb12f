import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createMayChange } from './mayChange.ts'

test('a document might change something if any of its operations is a mutation', () => {
  const mayChange = createMayChange()
  const changing = ['mutation { a }', 'query A { a } mutation B { b }', '# query\nmutation M($a: Int) { a }']
  const reading = ['{ mutation }', 'query mutation { a }', 'fragment mutation on Query { a } query A { a }', '{', '']
  for (let time = 0; time < 2; time += 1) {
    assert.deepEqual(changing.map(mayChange), [true, true, true])
    assert.deepEqual(reading.map(mayChange), [false, false, false, false, false])
  }
})
