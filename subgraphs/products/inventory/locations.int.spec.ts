import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { startProductsStack, type ProductsStack } from '../testing/productsStack.ts'

let stack: ProductsStack
before(async () => {
  stack = await startProductsStack()
})
after(() => stack.stop())

const create = (code: string, name = 'A warehouse') => stack.change('createLocation', { code, name })

test('of locations created at once with one code one is kept and recorded, the others are refused', async () => {
  const answers = await Promise.all(Array.from({ length: 6 }, () => create('NORTH')))
  assert.deepEqual(
    answers.flatMap(({ userErrors }) => userErrors),
    Array.from({ length: 5 }, () => ({ code: 'CODE_TAKEN', message: 'Another location has this code', field: ['input', 'code'] })),
  )
  const { rows } = await stack.rows.query('SELECT l.code, a.before, a.after FROM audit a JOIN location l ON l.id = a.target_id')
  const id = answers.find(({ location }) => location != null)?.location?.id
  assert.deepEqual(rows, [{ code: 'NORTH', before: null, after: { id, code: 'NORTH', name: 'A warehouse' } }])
})

test('refuses a malformed code and changes nothing', async () => {
  const before = await stack.snapshot()
  for (const code of ['', 'A', 'lower', '-A', 'A'.repeat(13)])
    assert.deepEqual(
      (await create(code)).userErrors.map((fault) => [fault.code, fault.field?.join('.')]),
      [['INVALID_INPUT', 'input.code']],
    )
  assert.equal(await stack.snapshot(), before)
})

test('locations are listed by their code, a page at a time, each page by one statement', async () => {
  for (const code of ['WEST', 'EAST', 'SOUTH-2', 'SOUTH-1']) await create(code, `The ${code}`)
  const query = 'query ($after: String) { locations(first: 2, after: $after) { nodes { code name } pageInfo { hasNextPage endCursor } } }'
  const seen: string[] = []
  let after: string | null = null
  stack.statements()
  do {
    const { locations }: { locations: Listed } = await stack.data<{ locations: Listed }>(query, { after })
    seen.push(...locations.nodes.map(({ code }) => code))
    after = locations.pageInfo.hasNextPage ? locations.pageInfo.endCursor : null
  } while (after !== null)
  assert.deepEqual([seen, stack.statements().length], [['EAST', 'NORTH', 'SOUTH-1', 'SOUTH-2', 'WEST'], 3])
  assert.deepEqual(await stack.data('{ locations { totalCount } }'), { locations: { totalCount: 5 } })
})

interface Listed {
  readonly nodes: readonly { readonly code: string; readonly name: string }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string }
}
