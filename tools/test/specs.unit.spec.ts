import assert from 'node:assert/strict'
import { test } from 'node:test'

import { findSpecs, levelOf } from './specs.ts'

test('a spec’s name says its level', () => {
  assert.deepEqual(['a.unit.spec.ts', 'a.int.spec.ts', 'e2e/a.e2e.spec.ts', 'a.spec.ts', 'a.ts'].map(levelOf), [
    'unit',
    'int',
    'e2e',
    undefined,
    undefined,
  ])
})

test('this spec is found, once, among the unit specs', async () => {
  const { unit, int } = await findSpecs()
  assert.equal(unit.filter((file) => file === 'tools/test/specs.unit.spec.ts').length, 1)
  assert.ok(int.every((file) => file.endsWith('.int.spec.ts')))
})
