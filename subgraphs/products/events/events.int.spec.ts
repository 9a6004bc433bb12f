import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { newId } from '@agora/ids/typeId.ts'
import { admin } from '@agora/testkit/viewers.ts'

import { addCategory, addLocation, addProduct, addStock, unique, type MadeProduct } from '../testing/fixtures.ts'
import { startProductsStack, type ProductsStack } from '../testing/productsStack.ts'
import { stockClient, type StockClient } from '../testing/stockClient.ts'

let stack: ProductsStack
let stock: StockClient
before(async () => {
  stack = await startProductsStack()
  stock = stockClient(stack.caller('orders'))
})
after(() => stack.stop())

interface Row {
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
  readonly metadata: Readonly<Record<string, unknown>>
}

async function eventsOf(stream: string): Promise<readonly Row[]> {
  return (await stack.rows.query<Row>('SELECT type, data, metadata FROM events WHERE stream = $1 ORDER BY version', [stream])).rows
}
const typesOf = async (stream: string): Promise<readonly string[]> => (await eventsOf(stream)).map(({ type }) => type)
const shownOf = async (variantId: string): Promise<unknown> => (await eventsOf(variantId)).map(({ data }) => data['available'])
const versionOf = async ({ id }: MadeProduct): Promise<number> =>
  (await stack.data<{ product: { version: number } }>('query ($id: ID!) { product(id: $id) { version } }', { id })).product.version

test('a product comes, changes and goes, and its events tell what customers may know', async () => {
  const categoryId = await addCategory(stack)
  const made = await addProduct(stack, { categoryId, name: 'A chair', brand: 'Agora' })
  const { id, slug, variantIds } = made
  await stack.change('updateProduct', { id, expectedVersion: await versionOf(made), name: 'The chair' })
  const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
  const picture = { productId: id, expectedVersion: await versionOf(made), contentType: 'image/png', data: png, altText: 'It' }
  assert.deepEqual((await stack.change('addProductMedia', picture)).userErrors, [])
  await stack.change('unpublishProduct', { id, expectedVersion: await versionOf(made) })
  await stack.change('archiveProduct', { id, expectedVersion: await versionOf(made) })
  const about = { productId: id, slug, brand: 'Agora', categoryId, variantIds }
  const told = await eventsOf(id)
  assert.deepEqual(
    told.map(({ type, data }) => ({ type, data })),
    [
      { type: 'product.published', data: { ...about, name: 'A chair' } },
      { type: 'product.changed', data: { ...about, name: 'The chair' } },
      { type: 'product.changed', data: { ...about, name: 'The chair' } },
      { type: 'product.withdrawn', data: { productId: id } },
    ],
  )
  for (const { metadata } of told) assert.deepEqual([metadata['actor'], metadata['causationId']], [admin().sub, null])
})

test('a product that is published tells its stock as well, which moved while nobody saw it', async () => {
  const made = await addProduct(stack, { categoryId: await addCategory(stack) })
  const [variantId = ''] = made.variantIds
  await stack.change('unpublishProduct', { id: made.id, expectedVersion: await versionOf(made) })
  await addStock(stack, variantId, { locationId: await addLocation(stack), quantity: 7 })
  assert.deepEqual(await shownOf(variantId), [])
  await stack.change('publishProduct', { id: made.id, expectedVersion: await versionOf(made) })
  assert.deepEqual(await shownOf(variantId), [7])
})

test('a draft has no events, whatever is done to it', async () => {
  const made = await addProduct(stack, { published: false })
  const [variantId = ''] = made.variantIds
  await stack.change('updateProduct', { id: made.id, expectedVersion: await versionOf(made), name: 'Secret' })
  await stack.change('setVariantPrices', { variantId, expectedVersion: 1, prices: [{ currencyCode: 'EUR', amountMinor: '5' }] })
  await addStock(stack, variantId, { locationId: await addLocation(stack), quantity: 5 })
  await stack.change('archiveProduct', { id: made.id, expectedVersion: await versionOf(made) })
  assert.deepEqual([await typesOf(made.id), await typesOf(variantId)], [[], []])
})

test('a price that is set, changed or taken away is told in minor units, and one that stays is not', async () => {
  const { id, variantIds } = await addProduct(stack, { prices: [{ USD: '1000' }] })
  const [variantId = ''] = variantIds
  const set = (expectedVersion: number, USD: string | null, EUR: string | null) =>
    stack.change('setVariantPrices', {
      variantId,
      expectedVersion,
      prices: [
        { currencyCode: 'USD', amountMinor: USD },
        { currencyCode: 'EUR', amountMinor: EUR },
      ],
    })
  await set(1, '1000', '900')
  await set(2, '1200', '900')
  await set(3, null, '900')
  const of = { productId: id, variantId }
  assert.deepEqual(
    (await eventsOf(id)).filter(({ type }) => type === 'price.changed').map(({ data }) => data),
    [
      { ...of, currency: 'EUR', beforeMinor: null, afterMinor: '900' },
      { ...of, currency: 'USD', beforeMinor: '1000', afterMinor: '1200' },
      { ...of, currency: 'USD', beforeMinor: '1200', afterMinor: null },
    ],
  )
})

test('a new variant and an edited one change their product', async () => {
  const { id, variantIds } = await addProduct(stack)
  const [first = ''] = variantIds
  const weights = { weightGrams: 1, packedWeightGrams: 2 }
  const { variant } = await stack.change('addVariant', {
    productId: id,
    sku: unique('SKU'),
    options: [{ key: 'size', value: 'L' }],
    ...weights,
    prices: [{ currencyCode: 'CNY', amountMinor: '7' }],
  })
  await stack.change('updateVariant', { id: first, expectedVersion: 1, sku: unique('SKU') })
  const told = (await eventsOf(id)).slice(1)
  assert.deepEqual(
    told.map(({ type, data }) => [type, data['variantIds'] ?? data['afterMinor']]),
    [
      ['product.changed', [first, variant?.id]],
      ['price.changed', '7'],
      ['product.changed', [first, variant?.id]],
    ],
  )
})

test('an import tells what it changed of what customers see, and nothing of what it made or left', async () => {
  const categorySlug = unique('category')
  await addCategory(stack, { slug: categorySlug })
  const [one, two] = [unique('imported'), unique('imported')]
  const item = (slug: string, amountMinor: string, more: object = {}): object => ({
    slug,
    name: slug,
    brand: 'Agora',
    categorySlug,
    variants: [{ sku: `${slug}-1`, weightGrams: 1, packedWeightGrams: 1, prices: [{ currencyCode: 'USD', amountMinor }] }],
    ...more,
  })
  const run = (items: readonly object[]) => stack.change<{ products: readonly { id: string; version: number }[] }>('importProducts', { items })
  const { products } = await run([item(one, '100'), item(two, '100')])
  const [first, second] = products
  for (const product of products) await stack.change('publishProduct', { id: product.id, expectedVersion: product.version })
  await run([item(one, '200'), item(two, '100')])
  await run([item(one, '200'), item(two, '100', { name: 'Renamed' })])
  assert.deepEqual(
    [await typesOf(first?.id ?? ''), await typesOf(second?.id ?? '')],
    [
      ['product.published', 'price.changed'],
      ['product.published', 'product.changed'],
    ],
  )
  assert.deepEqual((await eventsOf(first?.id ?? '')).at(-1)?.data['beforeMinor'], '100')
})

test('the stock is told when the shop shows another number, counted to ninety-nine', async () => {
  const { id, variantIds } = await addProduct(stack)
  const [variantId = ''] = variantIds
  await addStock(stack, variantId, { locationId: await addLocation(stack), quantity: 60 })
  await addStock(stack, variantId, { locationId: await addLocation(stack), quantity: 60 })
  await addStock(stack, variantId, { locationId: await addLocation(stack), quantity: 60 })
  assert.deepEqual(await shownOf(variantId), [60, 99])
  const [first, second] = [newId('Order'), newId('Order')]
  await stock.reserve(first, [{ variantId, quantity: 81 }])
  assert.deepEqual(await shownOf(variantId), [60, 99])
  await stock.reserve(second, [{ variantId, quantity: 1 }])
  await stock.commit(second)
  assert.deepEqual(await shownOf(variantId), [60, 99, 98])
  await stock.restock(second)
  await stock.release(first)
  assert.deepEqual(await shownOf(variantId), [60, 99, 98, 99])
  const last = (await eventsOf(variantId)).at(-1)
  assert.deepEqual(
    [last?.type, last?.data, last?.metadata],
    ['stock.changed', { productId: id, variantId, available: 99 }, { actor: 'orders', causationId: null, correlationId: 'req-stock' }],
  )
})

test('adjustments that each bring a new location and orders at once keep the stock’s events in one line', async () => {
  const { variantIds } = await addProduct(stack)
  const [variantId = ''] = variantIds
  const locationIds = await Promise.all(Array.from({ length: 8 }, () => addLocation(stack)))
  await Promise.all([
    ...locationIds.map((locationId) => addStock(stack, variantId, { locationId, quantity: 2 })),
    ...Array.from({ length: 20 }, () => stock.reserve(newId('Order'), [{ variantId, quantity: 1 }])),
  ])
  const { rows } = await stack.rows.query<{ available: number }>(
    'SELECT sum(on_hand - reserved)::int AS available FROM stock WHERE variant_id = $1',
    [variantId],
  )
  assert.equal((await eventsOf(variantId)).at(-1)?.data['available'], rows[0]?.available)
})

test('a category and an attribute tell what they are whenever staff changes them, and that they are gone', async () => {
  const slug = unique('category')
  const [parentId, id] = [await addCategory(stack), await addCategory(stack, { slug, name: 'Chairs' })]
  const refused = await stack.change('updateCategory', { id, expectedVersion: 7, name: 'Stools' })
  assert.equal(refused.userErrors.length, 1)
  await stack.change('updateCategory', { id, expectedVersion: 1, name: 'Stools', position: 3 })
  await stack.change('moveCategory', { id, expectedVersion: 2, parentId })
  await stack.change('deleteCategory', { id, expectedVersion: 3 })
  const of = { categoryId: id, slug, parentId: null, position: 0 }
  assert.deepEqual(
    (await eventsOf(id)).map(({ type, data }) => ({ type, data })),
    [
      { type: 'category.changed', data: { ...of, name: 'Chairs' } },
      { type: 'category.changed', data: { ...of, name: 'Stools', position: 3 } },
      { type: 'category.changed', data: { ...of, name: 'Stools', position: 3, parentId } },
      { type: 'category.removed', data: { categoryId: id } },
    ],
  )
  const key = 'told_of'
  await stack.change('defineAttribute', { key, kind: 'NUMBER', label: 'Told of', unit: 'cm' })
  await stack.change('defineAttribute', { key, kind: 'TEXT', label: 'Another kind' })
  await stack.change('defineAttribute', { key, kind: 'NUMBER', label: 'Told again', facet: false, position: 2 })
  assert.deepEqual(
    (await eventsOf(`attribute:${key}`)).map(({ type, data }) => [type, data]),
    [
      ['attribute.defined', { key, kind: 'NUMBER', label: 'Told of', unit: 'cm', facet: true, position: 0 }],
      ['attribute.defined', { key, kind: 'NUMBER', label: 'Told again', unit: null, facet: false, position: 2 }],
    ],
  )
})
