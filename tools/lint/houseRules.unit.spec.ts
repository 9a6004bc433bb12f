import assert from 'node:assert/strict'
import { test } from 'node:test'

import { commandFaults, docstringFaults, linkFaults, nameFaults, textFaults } from './houseRules.ts'

test('names that say nothing, names in another style and tests of unknown reach are refused', () => {
  assert.deepEqual(nameFaults('packages/utils/a.ts'), ["packages/utils/a.ts: 'utils' says nothing; name it after what it is of"])
  assert.deepEqual(nameFaults('router/doors/shared.ts'), ["router/doors/shared.ts: 'shared.ts' says nothing; name it after what it is of"])
  assert.deepEqual(nameFaults('router/Doors.ts'), ['router/Doors.ts: name the file in camelCase after its main export'])
  assert.deepEqual(nameFaults('router/http-door.ts'), ['router/http-door.ts: name the file in camelCase after its main export'])
  assert.equal(nameFaults('router/door.test.ts').length, 2)
})

test('ordinary names stand', () => {
  for (const file of [
    'router/http/door.int.spec.ts',
    'tools/bootstrap/run.mjs',
    'docs/adr/0001-common-sense.md',
    'packages/library.ts',
    'prisma.config.ts',
  ]) {
    assert.deepEqual(nameFaults(file), [])
  }
})

test('a test switched off and a double assertion are named with their line', () => {
  assert.deepEqual(textFaults('a.unit.spec.ts', "\ntest.skip('x', () => {})"), [
    'a.unit.spec.ts:2: a test that is switched off or alone proves nothing; delete it or mend it',
  ])
  assert.deepEqual(textFaults('a.ts', 'const a = b as unknown as string'), [
    'a.ts:1: a double assertion is a hole in the types; parse the value or give it its type',
  ])
  assert.deepEqual(textFaults('a.ts', 'const skipped = true'), [])
})

test('an exported name of a package needs a docstring', () => {
  const source = '/** Adds. */\nexport function add(): void {}\n\nexport const bare = 1\nconst own = 2\n'
  assert.deepEqual(docstringFaults('packages/money/a.ts', source), [
    'packages/money/a.ts:4 exports bare without a docstring: say what it means, in which units, and what it answers when it fails',
  ])
  assert.deepEqual(docstringFaults('router/a.ts', source), [])
})

test('a link of a page leads somewhere', () => {
  const page = '[a](../b.md) [c](c.md#part) [d](https://example.com) [e](#here)'
  assert.deepEqual(
    linkFaults('docs/adr/x.md', page, (path) => path === 'docs/b.md'),
    ['docs/adr/x.md links to c.md, which is not there'],
  )
})

test('a command of a page is a script', () => {
  const page = 'First `npm run compose`, then `npm run test:unit -- --watch` and `npm run nothing`; npm alone is no command.'
  assert.deepEqual(commandFaults('a.md', page, new Set(['compose', 'test:unit'])), ['a.md says `npm run nothing`, which package.json does not have'])
})
