import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { newId } from '@agora/ids/typeId.ts'
import { anonymous, type Viewer } from '@agora/security/viewer.ts'
import { admin, customer, finance, guest, merchandiser, support } from '@agora/testkit/viewers.ts'

import { addCategory, addLocation, addProduct, unique, type MadeProduct } from './testing/fixtures.ts'
import { codesOf, dataOf, startProductsStack, type ProductsStack } from './testing/productsStack.ts'

let stack: ProductsStack
let draft: MadeProduct
let shown: MadeProduct
let categoryId: string
let locationId: string
before(async () => {
  stack = await startProductsStack()
  categoryId = await addCategory(stack)
  locationId = await addLocation(stack)
  draft = await addProduct(stack, { categoryId, published: false })
  shown = await addProduct(stack, { categoryId })
})
after(() => stack.stop())

const outsiders: readonly Viewer[] = [anonymous, guest(), customer()]
const staff: readonly Viewer[] = [merchandiser(), support(), finance(), admin()]
const skuOf = async ({ variantIds }: MadeProduct): Promise<string> =>
  (await stack.data<{ variant: { sku: string } }>('query ($id: ID!) { variant(id: $id) { sku } }', { id: variantIds[0] })).variant.sku

test('a draft is there for staff and for nobody else, by whichever way it is asked for', async () => {
  const sku = await skuOf(draft)
  const [variantId] = draft.variantIds
  const query = `query ($id: ID!, $slug: String!, $variantId: ID!, $sku: String!, $of: [_Any!]!) {
    byId: product(id: $id) { id } bySlug: product(slug: $slug) { id } variantById: variant(id: $variantId) { id } variantBySku: variant(sku: $sku) { id }
    _entities(representations: $of) { __typename ... on Product { id } ... on Variant { id } } }`
  const of = [
    { __typename: 'Product', id: draft.id },
    { __typename: 'Product', slug: draft.slug },
    { __typename: 'Variant', id: variantId },
    { __typename: 'Variant', sku },
  ]
  const variables = { id: draft.id, slug: draft.slug, variantId, sku, of }
  const nothing = { byId: null, bySlug: null, variantById: null, variantBySku: null, _entities: [null, null, null, null] }
  for (const viewer of outsiders) assert.deepEqual(dataOf(await stack.as(viewer)(query, variables)), nothing)
  const product = { id: draft.id }
  const variant = { id: variantId }
  const found = [product, product]
    .map((one) => ({ __typename: 'Product', ...one }))
    .concat([variant, variant].map((one) => ({ __typename: 'Variant', id: one.id ?? '' })))
  for (const viewer of staff)
    assert.deepEqual(dataOf(await stack.as(viewer)(query, variables)), {
      byId: product,
      bySlug: product,
      variantById: variant,
      variantBySku: variant,
      _entities: found,
    })
})

test('a draft is in no list, count, facet or suggestion that customers get', async () => {
  const query = `query ($id: ID!, $text: String!) { category(id: $id) { products { totalCount nodes { id } } }
    products(filter: { categoryId: $id }) { totalCount nodes { id } facets { categories { count } } } searchSuggestions(text: $text) { text } }`
  for (const viewer of outsiders) {
    const { category, products, searchSuggestions } = dataOf(await stack.as(viewer)(query, { id: categoryId, text: draft.slug }))
    const alone = { totalCount: 1, nodes: [{ id: shown.id }] }
    assert.deepEqual([category, products], [{ products: alone }, { ...alone, facets: { categories: [{ count: 1 }] } }])
    assert.equal(JSON.stringify(searchSuggestions).includes(draft.slug), false)
  }
})

test('entities are found by every key, in the order asked, null where there is none', async () => {
  const sku = await skuOf(shown)
  const of = [
    { __typename: 'Variant', sku },
    { __typename: 'Category', id: categoryId },
    { __typename: 'Product', slug: shown.slug },
    { __typename: 'Product', id: newId('Product') },
    { __typename: 'Product', id: shown.variantIds[0] },
    { __typename: 'Product', id: { nested: true } },
    { __typename: 'Variant', id: shown.variantIds[0], packedWeightGrams: 1 },
    { __typename: 'Location', id: locationId },
  ]
  const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Variant { sku packedWeightGrams } ... on Category { slug } ... on Product { slug } ... on Location { __typename } } }`
  const { _entities } = dataOf(await stack.as(anonymous)<{ _entities: ({ slug?: string } | null)[] }>(query, { of }))
  const variant = { sku, packedWeightGrams: 150 }
  assert.deepEqual(_entities, [variant, { slug: _entities[1]?.slug }, { slug: shown.slug }, null, null, null, variant, null])
  const asStaff = dataOf(await stack.as(support())<{ _entities: unknown[] }>(query, { of: of.slice(-1) }))
  assert.deepEqual(asStaff._entities, [{ __typename: 'Location' }])
})

test('fields of staff are refused to all others and the rest of the answer stands', async () => {
  const query = 'query ($id: ID!) { product(id: $id) { name version } }'
  for (const viewer of outsiders) {
    const answer = await stack.as(viewer)(query, { id: shown.id })
    assert.deepEqual([answer.data, codesOf(answer), answer.errors?.[0]?.path], [{ product: null }, ['FORBIDDEN'], ['product', 'version']])
  }
  const nullable = await stack.as(finance())('query ($id: ID!) { product(id: $id) { version variants { stock { onHand } } } }', { id: shown.id })
  assert.deepEqual(codesOf(nullable), ['FORBIDDEN'])
})

/** A well-formed input of every mutation, so that nothing but permission can refuse it. */
function inputs(): Record<string, object> {
  const product = { id: draft.id, expectedVersion: 2 }
  const media = { productId: draft.id, expectedVersion: 2 }
  const category = { id: categoryId, expectedVersion: 1 }
  const variantId = draft.variantIds[0]
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"></svg>').toString('base64')
  return {
    createProduct: { slug: unique('denied'), name: 'X', brand: 'X', categoryId },
    updateProduct: { ...product, name: 'X' },
    publishProduct: product,
    unpublishProduct: product,
    archiveProduct: product,
    addVariant: { productId: draft.id, sku: unique('SKU'), weightGrams: 1, packedWeightGrams: 1 },
    updateVariant: { id: variantId, expectedVersion: 1, weightGrams: 1 },
    setVariantPrices: { variantId, expectedVersion: 1, prices: [{ currencyCode: 'USD', amountMinor: '5' }] },
    defineAttribute: { key: 'denied', label: 'X', kind: 'TEXT' },
    createCategory: { slug: unique('denied'), name: 'X' },
    updateCategory: { ...category, name: 'X' },
    moveCategory: { ...category, parentId: null },
    deleteCategory: category,
    addProductMedia: { ...media, contentType: 'image/svg+xml', data: svg, altText: 'X' },
    removeProductMedia: { ...media, mediaId: newId('Media') },
    importProducts: { items: [{ slug: unique('denied'), name: 'X', brand: 'X', categorySlug: 'x' }] },
    createLocation: { code: 'DENIED', name: 'X' },
    adjustInventory: { variantId, locationId, delta: 1, expectedQuantity: 0, reason: 'COUNTED', idempotencyKey: 'denied' },
  }
}

test('no mutation works for anybody but merchandisers and administrators, and a denied one changes and records nothing', async () => {
  const before = await stack.snapshot()
  for (const viewer of [...outsiders, support(), finance()]) {
    for (const [mutation, input] of Object.entries(inputs())) {
      const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`
      stack.statements()
      const answer = await stack.as(viewer)(`mutation ($input: ${type}!) { ${mutation}(input: $input) { userErrors { code } } }`, { input })
      assert.deepEqual(codesOf(answer), ['FORBIDDEN'], mutation)
      assert.deepEqual(stack.statements(), [], mutation)
    }
  }
  assert.equal(await stack.snapshot(), before)
})

test('every mutation of the SDL stands in that table', async () => {
  const { __schema } = await stack.data<{ __schema: { mutationType: { fields: { name: string }[] } } }>(
    '{ __schema { mutationType { fields { name } } } }',
  )
  assert.deepEqual(__schema.mutationType.fields.map(({ name }) => name).toSorted(), Object.keys(inputs()).toSorted())
})

test('a key is asked for by one name, and an id of another type or an unknown enum value is an input error', async () => {
  const wrong = [
    '{ product { id } }',
    `{ product(id: "${shown.id}", slug: "${shown.slug}") { id } }`,
    `{ product(id: "${categoryId}") { id } }`,
    `{ variant(id: "${shown.id}") { id } }`,
    `{ category(id: "${shown.id}") { id } }`,
    '{ product(id: "prd_%00") { id } }',
  ]
  for (const query of wrong) assert.deepEqual(codesOf(await stack.as(anonymous)(query)), ['BAD_USER_INPUT'], query)
  assert.deepEqual(codesOf(await stack.as(anonymous)('{ products(sort: CHEAPEST) { nodes { id } } }')), ['GRAPHQL_VALIDATION_FAILED'])
  for (const slug of ['nowhere', "' OR 1=1 --", 'x'.repeat(5000), 'nul\u0000', '\ud800']) {
    assert.deepEqual(dataOf(await stack.as(anonymous)('query ($slug: String!) { product(slug: $slug) { id } }', { slug })), { product: null })
  }
})
