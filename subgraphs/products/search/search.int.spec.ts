import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { anonymous } from '@agora/security/viewer.ts'
import { customer, merchandiser } from '@agora/testkit/viewers.ts'

import { codesOf, dataOf, startProductsStack, type ProductsStack } from '../testing/productsStack.ts'
import { addSmallShop, type SmallShop } from '../testing/smallShop.ts'

let stack: ProductsStack
let shop: SmallShop
before(async () => {
  stack = await startProductsStack()
  shop = await addSmallShop(stack)
})
after(() => stack.stop())

const LIST = `query ($filter: ProductFilter, $sort: ProductSort, $search: String, $currency: CurrencyCode, $first: Int, $after: String) {
  products(filter: $filter, sort: $sort, search: $search, currency: $currency, first: $first, after: $after) { totalCount edges { cursor } nodes { slug } pageInfo { hasNextPage endCursor } } }`

interface Listed {
  readonly products: {
    readonly totalCount: number
    readonly edges: readonly { readonly cursor: string }[]
    readonly nodes: readonly { readonly slug: string }[]
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  }
}

const ask = (variables: object, viewer = anonymous as Parameters<ProductsStack['as']>[0]) => stack.as(viewer)<Listed>(LIST, { ...variables })
const slugs = async (variables: object): Promise<string[]> => dataOf(await ask(variables)).products.nodes.map(({ slug }) => slug)
const all = ['100-percent', 'blanket', 'cushion', 'desk-lamp', 'floor-lamp']

const filters: readonly [string, object, readonly string[]][] = [
  ['a category with all below it', { categoryId: 'home' }, ['blanket', 'cushion', 'desk-lamp', 'floor-lamp']],
  ['a leaf of the tree', { categoryId: 'lamps' }, ['desk-lamp', 'floor-lamp']],
  ['one of two brands', { brands: ["O'Grow", 'Lumen'] }, ['100-percent', 'desk-lamp', 'floor-lamp']],
  ['a price in dollars, of any variant', { price: { minMinor: '4000', maxMinor: '6000' } }, ['cushion', 'desk-lamp']],
  ['a text', { attributes: [{ key: 'colour', values: ['red'] }] }, ['blanket', 'floor-lamp']],
  ['one of two texts', { attributes: [{ key: 'colour', values: ['blue', 'black'] }] }, ['cushion', 'desk-lamp']],
  ['a value of a list', { attributes: [{ key: 'materials', values: ['wool'] }] }, ['blanket', 'cushion']],
  ['a measure', { attributes: [{ key: 'width', min: 30, max: 130.5 }] }, ['blanket', 'cushion', 'floor-lamp']],
  ['yes or no', { attributes: [{ key: 'washable', is: false }] }, ['desk-lamp', 'floor-lamp']],
  [
    'two attributes at once',
    {
      attributes: [
        { key: 'washable', is: true },
        { key: 'colour', values: ['red'] },
      ],
    },
    ['blanket'],
  ],
  ['what can be had', { inStock: true }, ['blanket', 'cushion']],
  ['what cannot be had', { inStock: false }, ['100-percent', 'desk-lamp', 'floor-lamp']],
]
for (const [what, filter, found] of filters) {
  test(`filters by ${what}`, async () => {
    const resolved = 'categoryId' in filter ? { categoryId: shop.categories[String(filter.categoryId)] } : filter
    const { products } = dataOf(await ask({ filter: resolved }))
    assert.deepEqual([products.nodes.map(({ slug }) => slug).toSorted(), products.totalCount], [found, found.length])
  })
}

const orders: readonly [string, object, readonly string[]][] = [
  ['NEWEST', { sort: 'NEWEST' }, ['100-percent', 'desk-lamp', 'floor-lamp', 'cushion', 'blanket']],
  ['NAME, letter case aside', { sort: 'NAME' }, ['100-percent', 'desk-lamp', 'floor-lamp', 'cushion', 'blanket']],
  ['PRICE_ASC, the unpriced last', { sort: 'PRICE_ASC' }, ['100-percent', 'cushion', 'desk-lamp', 'blanket', 'floor-lamp']],
  ['PRICE_DESC, the unpriced last', { sort: 'PRICE_DESC' }, ['blanket', 'desk-lamp', 'cushion', '100-percent', 'floor-lamp']],
  [
    'PRICE_ASC in another currency',
    { sort: 'PRICE_ASC', currency: 'EUR', filter: { attributes: [{ key: 'colour', values: ['red'] }] } },
    ['blanket', 'floor-lamp'],
  ],
]
for (const [what, variables, expected] of orders) {
  test(`sorts by ${what}, and pages of two go through all of it once`, async () => {
    assert.deepEqual(await slugs(variables), expected)
    const seen: string[] = []
    let after: string | null = null
    do {
      const { products }: Listed = dataOf(await ask({ ...variables, first: 2, after }))
      seen.push(...products.nodes.map(({ slug }) => slug))
      after = products.pageInfo.hasNextPage ? products.pageInfo.endCursor : null
    } while (after !== null)
    assert.deepEqual(seen, expected)
  })
}

test('finds words in any form, the best match first, and pages through them', async () => {
  for (const search of ['lamp', 'lamps', 'LAMPS']) assert.deepEqual((await slugs({ search })).toSorted(), ['desk-lamp', 'floor-lamp'], search)
  assert.deepEqual((await slugs({ search: 'wool' })).toSorted(), ['blanket', 'cushion'])
  assert.equal((await slugs({ search: 'wool' }))[0], 'blanket')
  const { products } = dataOf(await ask({ search: 'wool', first: 1 }))
  assert.deepEqual(await slugs({ search: 'wool', first: 1, after: products.pageInfo.endCursor }), ['cushion'])
})

test('finds misspelt names', async () => {
  assert.deepEqual(await slugs({ search: 'blankit' }), ['blanket'])
  assert.deepEqual(await slugs({ search: 'cushiom' }), ['cushion'])
})

test('characters that mean something to SQL, LIKE, regular expressions or the search language are only characters', async () => {
  for (const search of [
    "'; DROP TABLE product; --",
    "O'Grow' OR '1'='1",
    '%',
    '_',
    '\\',
    '%_%',
    '.*',
    '(((',
    '[a-z',
    'a{99999}',
    '$1',
    '!',
    '&',
    '|',
    ':*',
    "wool:*'",
    '"',
    '""',
    '-',
    '<->',
    '*',
    '\t',
    '🧶',
    '＇',
  ]) {
    const answer = await ask({ search })
    assert.equal(answer.errors, undefined, search)
  }
  assert.deepEqual(await slugs({ search: '%' }), [])
  assert.deepEqual(await slugs({ search: "O'Grow" }), ['100-percent'])
  assert.deepEqual((await slugs({})).toSorted(), all)
})

test('a cursor belongs to one filter, search, sort and currency, and a tampered one is refused', async () => {
  const { products } = dataOf(await ask({ sort: 'NAME', first: 2 }))
  const after = products.pageInfo.endCursor ?? ''
  const content = JSON.parse(Buffer.from(after, 'base64url').toString()) as unknown[]
  const forged = (...change: readonly unknown[]): string => Buffer.from(JSON.stringify([...content.slice(0, 2), ...change])).toString('base64url')
  const refused: object[] = [
    { sort: 'NEWEST', after },
    { sort: 'NAME', after, search: 'lamp' },
    { sort: 'NAME', after, currency: 'EUR' },
    { sort: 'NAME', after, filter: { inStock: true } },
    ...[
      '',
      'x',
      `${after}x`,
      after.slice(1),
      forged('a'),
      forged('a', 'b'),
      forged(1, content[3]),
      forged('a\u0000', content[3]),
      forged('a'.repeat(500), content[3]),
      forged({ a: 1 }, content[3]),
    ].map((cursor) => ({ sort: 'NAME', after: cursor })),
  ]
  for (const variables of refused) assert.deepEqual(codesOf(await ask(variables)), ['BAD_USER_INPUT'], JSON.stringify(variables))
  const byPrice = dataOf(await ask({ sort: 'PRICE_ASC', first: 1 })).products.pageInfo.endCursor ?? ''
  const [version, name, , id] = JSON.parse(Buffer.from(byPrice, 'base64url').toString()) as unknown[]
  for (const key of ['9999999999999999999', '1; SELECT 1', '-', '1e3', null]) {
    const cursor = Buffer.from(JSON.stringify([version, name, key, id])).toString('base64url')
    assert.deepEqual(codesOf(await ask({ sort: 'PRICE_ASC', after: cursor })), ['BAD_USER_INPUT'])
  }
})

test('refuses arguments out of bounds and conditions that do not fit their attribute', async () => {
  const refused: object[] = [
    { first: 0 },
    { first: -1 },
    { first: 101 },
    { search: 'x'.repeat(201) },
    { search: 'nul\u0000' },
    { filter: { categoryId: shop.products['blanket']?.id } },
    { filter: { brands: [] } },
    { filter: { brands: Array.from({ length: 51 }, (_, n) => `b${n}`) } },
    { filter: { price: {} } },
    { filter: { price: { minMinor: '9223372036854775808' } } },
    { filter: { attributes: [{ key: 'colour', min: 1 }] } },
    { filter: { attributes: [{ key: 'colour' }] } },
    { filter: { attributes: [{ key: 'width', values: ['1'] }] } },
    { filter: { attributes: [{ key: 'width', min: 1, is: true }] } },
    { filter: { attributes: [{ key: 'washable', values: ['true'] }] } },
    { filter: { attributes: [{ key: '__proto__', values: ['x'] }] } },
    { filter: { attributes: [{ key: 'constructor', values: ['x'] }] } },
    {
      filter: {
        attributes: [
          { key: 'colour', values: ['red'] },
          { key: 'colour', values: ['blue'] },
        ],
      },
    },
    { filter: { attributes: Array.from({ length: 21 }, () => ({ key: 'colour', values: ['red'] })) } },
  ]
  for (const variables of refused) assert.deepEqual(codesOf(await ask(variables)), ['BAD_USER_INPUT'], JSON.stringify(variables))
  assert.deepEqual(codesOf(await ask({ sort: 'CHEAPEST' })), ['BAD_USER_INPUT'])
  assert.deepEqual(codesOf(await ask({ filter: { __proto__x: 1 } })), ['BAD_USER_INPUT'])
})

test('statuses other than PUBLISHED are listed for staff alone', async () => {
  const filter = { statuses: ['DRAFT'] }
  assert.deepEqual(dataOf(await ask({ filter }, merchandiser())).products.nodes, [{ slug: 'secret' }])
  for (const viewer of [anonymous, customer()]) assert.deepEqual(codesOf(await ask({ filter }, viewer)), ['FORBIDDEN'])
  assert.deepEqual(dataOf(await ask({}, merchandiser())).products.totalCount, 5)
})
