import assert from 'node:assert/strict'
import { test } from 'node:test'

import { dependencyFaults } from './dependencyFaults.ts'

const page = '| package | why | without it | licence |\n|---|---|---|---|\n| `a`, `@b/c` | reads | a reader | MIT |\n'

test('a package with an exact version, a reason and a licence is in order, and our own need none', () => {
  assert.deepEqual(
    dependencyFaults(page, [{ dependencies: { a: '1.2.3', '@agora/money': 'workspace:*' } }, { devDependencies: { '@b/c': '7.0.0-4.0e' } }]),
    [],
  )
})

test('a package that no line explains is named, whichever kind it is of', () => {
  const faults = dependencyFaults(page, [{ dependencies: { a: '1.0.0', '@b/c': '1.0.0', d: '1.0.0' }, optionalDependencies: { e: '1.0.0' } }])
  assert.deepEqual(faults, [
    'docs/dependencies.md has no line for d: say what it does for us',
    'docs/dependencies.md has no line for e: say what it does for us',
  ])
})

test('a line for a package that is gone, a range and an empty cell are named', () => {
  assert.deepEqual(dependencyFaults('| `a` | reads | – | |\n| `b` | writes | – | MIT |', [{ dependencies: { a: '^1.0.0' } }]), [
    "a is asked for as '^1.0.0': give one exact version",
    'docs/dependencies.md lacks reason or licence of a',
    'docs/dependencies.md names b, which no package.json asks for',
  ])
})
