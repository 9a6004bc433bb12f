import assert from 'node:assert/strict'
import { test } from 'node:test'

import { importFaults, importsOf } from './importRoads.ts'

const faultOf = (file: string, specifier: string): string | undefined => importFaults(file, `import { x } from '${specifier}'`)[0]

test('reads static, bare, re-exporting, spread-out and dynamic imports', () => {
  const source = "import { a } from 'a'\nimport 'b'\nexport { c } from './c.ts'\nimport {\n  d,\n} from './d.ts'\nconst e = await import('e')"
  assert.deepEqual(importsOf(source), ['a', 'b', './c.ts', './d.ts', 'e'])
})

test('a subgraph that imports another, the router, or tables of another domain is told the right road', () => {
  const road = "a subgraph meets others in SDL, protos and tokens: reference the other's entity in the SDL, or call it through packages/rpc"
  const file = 'subgraphs/orders/cart/prices.ts'
  for (const specifier of [
    '../../products/variant/price.ts',
    '@agora/products/main.ts',
    '../../../router/main.ts',
    '../../../prisma/users/seed.ts',
  ]) {
    assert.equal(faultOf(file, specifier), `${file} imports '${specifier}': ${road}`)
  }
})

test('a subgraph may import its own topics, its own tables, the schema and packages by name', () => {
  const file = 'subgraphs/orders/cart/prices.ts'
  for (const specifier of [
    '../products/quote.ts',
    './line.ts',
    '../../../prisma/orders/x.ts',
    '../../../schema/public.ts',
    '@agora/money/money.ts',
    'zod',
  ]) {
    assert.equal(faultOf(file, specifier), undefined)
  }
})

test('a package reached by path, and a package that knows its users, are refused', () => {
  assert.match(faultOf('subgraphs/users/a.ts', '../../packages/money/money.ts') ?? '', /imported by its name, '@agora\/money\/<file>\.ts'/)
  assert.match(faultOf('packages/rpc/a.ts', '../money/money.ts') ?? '', /imported by its name/)
  assert.match(faultOf('packages/rpc/a.ts', '../../subgraphs/users/a.ts') ?? '', /knows nobody who uses it/)
  assert.match(faultOf('packages/rpc/a.ts', '@agora/users/a.ts') ?? '', /knows nobody who uses it/)
})

test('the router imports no subgraph; tools and end-to-end tests may look everywhere', () => {
  assert.match(faultOf('router/execution/a.ts', '../../subgraphs/users/a.ts') ?? '', /the router knows subgraphs by the supergraph/)
  assert.equal(faultOf('tools/compose/a.ts', '../../subgraphs/users/typeDefs.ts'), undefined)
  assert.equal(faultOf('e2e/a.ts', '../router/main.ts'), undefined)
})
