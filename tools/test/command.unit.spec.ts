import assert from 'node:assert/strict'
import { test } from 'node:test'

import { readTestCommand } from './command.ts'

const all = { unit: ['a.unit.spec.ts'], int: ['b.int.spec.ts'], e2e: ['c.e2e.spec.ts'] }
const none = { unit: [], int: [], e2e: [] }

test('no argument runs everything', () => {
  const { checks, specs, watch } = readTestCommand([], all)
  assert.deepEqual(
    { checks: [...checks], specs, watch },
    { checks: ['format', 'lint', 'types', 'composition', 'schema', 'events', 'migrations'], specs: all, watch: false },
  )
})

test('files are run alone, each at its level', () => {
  assert.deepEqual(readTestCommand(['--', 'x/b.int.spec.ts', 'x/a.unit.spec.ts'], all), {
    checks: new Set(),
    specs: { unit: ['x/a.unit.spec.ts'], int: ['x/b.int.spec.ts'], e2e: [] },
    watch: false,
  })
})

test('--only names a level, all checks, or one of them', () => {
  assert.deepEqual(readTestCommand(['--only', 'int'], all), { checks: new Set(), specs: { ...none, int: all.int }, watch: false })
  assert.deepEqual(readTestCommand(['--only', 'lint'], all), { checks: new Set(['lint']), specs: none, watch: false })
  assert.equal(readTestCommand(['--only', 'checks'], all).checks.size, 7)
})

test('one level can be watched', () => {
  assert.equal(readTestCommand(['--only', 'unit', '--watch'], all).watch, true)
  assert.throws(() => readTestCommand(['--watch'], all), { name: 'OperatorError' })
})

test('anything else is refused by name', () => {
  assert.throws(() => readTestCommand(['--only', 'speed'], all), { message: /"speed" is none of them/ })
  assert.throws(() => readTestCommand(['main.ts'], all), { message: /^main.ts is no spec/ })
})
