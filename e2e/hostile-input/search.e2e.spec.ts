import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createGraphqlClient } from '@agora/testkit/graphqlClient.ts'

import { graphqlUrl } from '../stack.ts'

const client = createGraphqlClient(graphqlUrl)
const SEARCH =
  'query ($search: String!) { products(search: $search, first: 5) { totalCount nodes { name } } searchSuggestions(text: $search) { text } }'
const PAGE =
  'query ($sort: ProductSort, $search: String, $after: String) { products(sort: $sort, search: $search, first: 5, after: $after) { nodes { id } pageInfo { endCursor } } }'

interface Page {
  readonly products: { readonly nodes: readonly { readonly id: string }[]; readonly pageInfo: { readonly endCursor: string } }
}

test('metacharacters of SQL, of patterns and of text search are only letters', async () => {
  const all = (await client.data<{ products: { totalCount: number } }>('{ products(first: 1) { totalCount } }')).products.totalCount
  const texts = [
    "'; DROP TABLE products; --",
    '%',
    '_',
    '\\',
    '(((((',
    '[a-',
    '.*',
    'a & | ! <->',
    ':*',
    '"',
    '$1',
    '{}',
    '\u0000',
    '\ud800',
    '🫖',
    'x'.repeat(200),
  ]
  for (const search of texts) {
    const { errors, data } = await client.ask<{ products: { totalCount: number } }>(SEARCH, { search })
    const codes = errors.map(({ extensions }) => extensions?.code)
    assert.ok(
      codes.every((code) => code === 'BAD_USER_INPUT'),
      `${JSON.stringify(search)} answered ${codes.join()}`,
    )
    if (data !== null) assert.notEqual(data.products.totalCount, all, `${JSON.stringify(search)} found everything`)
  }
  assert.equal((await client.data<{ products: { totalCount: number } }>('{ products(first: 1) { totalCount } }')).products.totalCount, all)
})

test('a cursor that was tampered with, or belongs to another order, is refused', async () => {
  const { endCursor } = (await client.data<Page>(PAGE, { sort: 'NAME' })).products.pageInfo
  const content = Buffer.from(endCursor, 'base64url').toString()
  const wrong: [string, Record<string, unknown>][] = [
    ['no cursor at all', { sort: 'NAME', after: 'nonsense' }],
    ['one letter changed', { sort: 'NAME', after: `A${endCursor.slice(1)}` }],
    ['cut short', { sort: 'NAME', after: endCursor.slice(0, -4) }],
    ['of another order', { sort: 'NEWEST', after: endCursor }],
    ['with SQL in it', { sort: 'NAME', after: Buffer.from(content.replace(/"[^"]*"\]$/, `"' OR 1=1 --"]`)).toString('base64url') }],
    ['a megabyte long', { sort: 'NAME', after: 'A'.repeat(100_000) }],
  ]
  for (const [what, variables] of wrong) {
    const { errors } = await client.ask<Page>(PAGE, variables)
    assert.deepEqual({ what, codes: errors.map(({ extensions }) => extensions?.code) }, { what, codes: ['BAD_USER_INPUT'] })
  }
  const next = await client.data<Page>(PAGE, { sort: 'NAME', after: endCursor })
  assert.equal(next.products.nodes.length, 5)
})

test('paging through the whole shop visits every product once', async () => {
  const seen: string[] = []
  let after: string | undefined
  for (;;) {
    const { products } = await client.data<Page>(PAGE.replaceAll('5', '100'), { sort: 'NAME', after })
    seen.push(...products.nodes.map(({ id }) => id))
    if (products.nodes.length < 100) break
    after = products.pageInfo.endCursor
  }
  const { totalCount } = (await client.data<{ products: { totalCount: number } }>('{ products(first: 1) { totalCount } }')).products
  assert.equal(seen.length, totalCount)
  assert.equal(new Set(seen).size, totalCount)
})

test('ids of another type find nothing and say nothing', async () => {
  const { products } = await client.data<Page>(PAGE, { sort: 'NAME' })
  const productId = products.nodes[0]?.id
  assert.ok(productId)
  const { data } = await client.ask('query ($id: ID!) { variant(id: $id) { id } category(id: $id) { id } node(id: $id) { __typename id } }', {
    id: productId,
  })
  assert.deepEqual(data, { variant: null, category: null, node: { __typename: 'Product', id: productId } })
  assert.deepEqual(
    await client.data('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
      ids: ['', 'prd_', 'xyz_01h455vb4pex5vsknk084sn02q', '__proto__', `${productId} `],
    }),
    { nodes: [null, null, null, null, null] },
  )
})
