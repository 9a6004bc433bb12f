import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { anonymous } from '@agora/security/viewer.ts'
import { merchandiser } from '@agora/testkit/viewers.ts'

import { dataOf, startProductsStack, type ProductsStack } from '../testing/productsStack.ts'
import { addSmallShop, type SmallShop } from '../testing/smallShop.ts'

let stack: ProductsStack
let shop: SmallShop
before(async () => {
  stack = await startProductsStack()
  shop = await addSmallShop(stack)
})
after(() => stack.stop())

const FACETS = `query ($filter: ProductFilter, $search: String) { products(filter: $filter, search: $search, first: 1) { facets {
  brands { brand count } categories { category { slug } count } price { min { decimal } max { decimal } } inStock outOfStock
  attributes { key label unit min max values { value count } } } } }`

interface Faceted {
  readonly products: {
    readonly facets: {
      readonly brands: readonly { readonly brand: string; readonly count: number }[]
      readonly categories: readonly { readonly category: { readonly slug: string }; readonly count: number }[]
      readonly attributes: readonly {
        readonly key: string
        readonly min: number | null
        readonly max: number | null
        readonly values: readonly { readonly value: string; readonly count: number }[]
      }[]
    } & Record<string, unknown>
  }
}

test('facets count the whole list when nothing is filtered', async () => {
  const { facets } = dataOf(await stack.as(anonymous)<Faceted>(FACETS)).products
  assert.deepEqual(facets.brands, [
    { brand: 'Hearth', count: 2 },
    { brand: 'Lumen', count: 2 },
    { brand: "O'Grow", count: 1 },
  ])
  assert.deepEqual(Object.fromEntries(facets.categories.map(({ category, count }) => [category.slug, count])), {
    home: 4,
    textiles: 2,
    lamps: 2,
    garden: 1,
  })
  assert.deepEqual([facets['price'], facets['inStock'], facets['outOfStock']], [{ min: { decimal: '9.00' }, max: { decimal: '80.00' } }, 2, 3])
  assert.deepEqual(facets.attributes, [
    {
      key: 'colour',
      label: 'Colour',
      unit: null,
      min: null,
      max: null,
      values: [
        { value: 'red', count: 2 },
        { value: 'black', count: 1 },
        { value: 'blue', count: 1 },
      ],
    },
    {
      key: 'materials',
      label: 'Materials',
      unit: null,
      min: null,
      max: null,
      values: [
        { value: 'steel', count: 2 },
        { value: 'wool', count: 2 },
        { value: 'linen', count: 1 },
      ],
    },
    { key: 'width', label: 'Width', unit: 'cm', min: 20, max: 130.5, values: [] },
    {
      key: 'washable',
      label: 'Washable',
      unit: null,
      min: null,
      max: null,
      values: [
        { value: 'false', count: 2 },
        { value: 'true', count: 2 },
      ],
    },
  ])
})

test('each facet counts as if its own condition were off, and under all the others', async () => {
  const filter = { categoryId: shop.categories['home'], brands: ['Hearth'], attributes: [{ key: 'colour', values: ['red'] }] }
  const { facets } = dataOf(await stack.as(anonymous)<Faceted>(FACETS, { filter })).products
  assert.deepEqual(facets.brands, [
    { brand: 'Hearth', count: 1 },
    { brand: 'Lumen', count: 1 },
  ])
  assert.deepEqual(
    facets.attributes.map(({ key, values }) => [key, values]),
    [
      [
        'colour',
        [
          { value: 'blue', count: 1 },
          { value: 'red', count: 1 },
        ],
      ],
      ['materials', [{ value: 'wool', count: 1 }]],
      ['width', []],
      ['washable', [{ value: 'true', count: 1 }]],
    ],
  )
  assert.deepEqual(facets.categories.map(({ category, count }) => [category.slug, count]).toSorted(), [
    ['home', 1],
    ['textiles', 1],
  ])
})

test('suggests products, brands and categories by their beginning, and drafts to nobody', async () => {
  const suggest = async (text: string, viewer = anonymous as Parameters<ProductsStack['as']>[0]) =>
    dataOf(
      await stack.as(viewer)<{ searchSuggestions: { text: string; kind: string }[] }>(
        'query ($text: String!) { searchSuggestions(text: $text) { text kind } }',
        { text },
      ),
    ).searchSuggestions
  assert.deepEqual(await suggest('lam'), [
    { text: 'Lamps', kind: 'CATEGORY' },
    { text: 'desk lamp', kind: 'PRODUCT' },
    { text: 'Floor lamp', kind: 'PRODUCT' },
  ])
  assert.deepEqual(await suggest('hea'), [{ text: 'Hearth', kind: 'BRAND' }])
  for (const viewer of [anonymous, merchandiser()]) assert.deepEqual(await suggest('secret', viewer), [])
  assert.deepEqual(await suggest('100%'), [{ text: '100% compost_bag \\ (large)', kind: 'PRODUCT' }])
  for (const text of ['%', '_', "'", '.*', '((', '%%%', '\\%']) assert.deepEqual(await suggest(text), [], text)
})
