import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { newId } from '@agora/ids/typeId.ts'

import { addCategory, addProduct, unique } from '../testing/fixtures.ts'
import { startProductsStack, type ProductsStack } from '../testing/productsStack.ts'

let stack: ProductsStack
before(async () => {
  stack = await startProductsStack()
})
after(() => stack.stop())

const codes = ({ userErrors }: { readonly userErrors: readonly { readonly code: string; readonly field: readonly string[] | null }[] }): unknown =>
  userErrors.map(({ code, field }) => [code, field?.join('.') ?? null])

test('a product is created as a draft, published with a price, taken back and archived', async () => {
  const categoryId = await addCategory(stack)
  const { product } = await stack.change('createProduct', { slug: 'linen-apron', name: 'Linen apron', brand: 'Hearth', categoryId })
  const id = product?.id
  const unpriced = await stack.change('publishProduct', { id, expectedVersion: 1 })
  assert.deepEqual(codes(unpriced), [['NOT_SELLABLE', 'input.id']])
  const added = await stack.change('addVariant', {
    productId: id,
    sku: 'APRON-1',
    weightGrams: 200,
    packedWeightGrams: 250,
    prices: [{ currencyCode: 'EUR', amountMinor: '3900' }],
  })
  assert.deepEqual(added.userErrors, [])
  const step = (mutation: string, expectedVersion: number) =>
    stack.change<{ product: unknown }>(mutation, { id, expectedVersion }, 'product { status version }')
  assert.deepEqual((await step('publishProduct', 2)).product, { status: 'PUBLISHED', version: 3 })
  assert.deepEqual((await step('unpublishProduct', 3)).product, { status: 'DRAFT', version: 4 })
  assert.deepEqual((await step('archiveProduct', 4)).product, { status: 'ARCHIVED', version: 5 })
  assert.deepEqual(codes(await stack.change('publishProduct', { id, expectedVersion: 5 })), [['ILLEGAL_STATUS', 'input.id']])
})

test('an edit changes what is given, leaves the rest and is refused once someone else was faster', async () => {
  const { id, slug } = await addProduct(stack, { description: 'As it was' })
  const { product } = await stack.change<{ product: unknown }>(
    'updateProduct',
    { id, expectedVersion: 3, name: '  New name ' },
    'product { name slug description version }',
  )
  assert.deepEqual(product, { name: 'New name', slug, description: 'As it was', version: 4 })
  const late = await stack.change('updateProduct', { id, expectedVersion: 3, name: 'Too late' })
  assert.deepEqual(late, {
    product: null,
    userErrors: [{ code: 'VERSION_CONFLICT', message: 'It is at version 4 by now: read it again', field: ['input', 'expectedVersion'] }],
  })
})

test('of two edits of one version at once, one is refused', async () => {
  const { id } = await addProduct(stack)
  const answers = await Promise.all(['One', 'Two'].map((name) => stack.change('updateProduct', { id, expectedVersion: 3, name })))
  assert.deepEqual(
    answers.flatMap(({ userErrors }) => userErrors.map(({ code }) => code)),
    ['VERSION_CONFLICT'],
  )
})

test('a slug, a SKU and a combination of options belong to one thing only', async () => {
  const first = await addProduct(stack)
  const second = await addProduct(stack)
  const sku = unique('SKU')
  const variant = { productId: second.id, sku, options: [{ key: 'colour', value: 'Red' }], weightGrams: 1, packedWeightGrams: 1 }
  assert.deepEqual((await stack.change('addVariant', variant)).userErrors, [])
  assert.deepEqual(codes(await stack.change('updateProduct', { id: second.id, expectedVersion: 4, slug: first.slug })), [
    ['SLUG_TAKEN', 'input.slug'],
  ])
  assert.deepEqual(codes(await stack.change('addVariant', { ...variant, options: [{ key: 'colour', value: 'Blue' }] })), [['SKU_TAKEN', 'input.sku']])
  assert.deepEqual(codes(await stack.change('addVariant', { ...variant, sku: unique('SKU') })), [['OPTIONS_TAKEN', 'input.options']])
})

test('refuses what is malformed with the path of the field and changes nothing', async () => {
  const { id, variantIds } = await addProduct(stack)
  const categoryId = await addCategory(stack)
  const create = { slug: 'fine', name: 'Fine', brand: 'Agora', categoryId }
  const refused: [string, object, string][] = [
    ['createProduct', { ...create, slug: 'Not A Slug' }, 'input.slug'],
    ['createProduct', { ...create, slug: 'аpron' }, 'input.slug'],
    ['createProduct', { ...create, name: '   ' }, 'input.name'],
    ['createProduct', { ...create, name: 'x'.repeat(201) }, 'input.name'],
    ['createProduct', { ...create, name: 'nul\u0000' }, 'input.name'],
    ['createProduct', { ...create, name: 'half \ud800' }, 'input.name'],
    ['createProduct', { ...create, description: 'x'.repeat(10_001) }, 'input.description'],
    ['updateProduct', { id, expectedVersion: 0 }, 'input.expectedVersion'],
    ['addVariant', { productId: id, sku: 'a b', weightGrams: 1, packedWeightGrams: 1 }, 'input.sku'],
    ['addVariant', { productId: id, sku: unique('SKU'), weightGrams: -1, packedWeightGrams: 1 }, 'input.weightGrams'],
    ['addVariant', { productId: id, sku: unique('SKU'), weightGrams: 2, packedWeightGrams: 1 }, 'input.packedWeightGrams'],
    [
      'addVariant',
      { productId: id, sku: unique('SKU'), weightGrams: 1, packedWeightGrams: 1, options: [{ key: '__proto__', value: 'x' }] },
      'input.options.0.key',
    ],
    [
      'setVariantPrices',
      { variantId: variantIds[0], expectedVersion: 1, prices: [{ currencyCode: 'USD', amountMinor: '0' }] },
      'input.prices.0.amountMinor',
    ],
    [
      'setVariantPrices',
      { variantId: variantIds[0], expectedVersion: 1, prices: [{ currencyCode: 'USD', amountMinor: '-5' }] },
      'input.prices.0.amountMinor',
    ],
    [
      'setVariantPrices',
      { variantId: variantIds[0], expectedVersion: 1, prices: [{ currencyCode: 'USD', amountMinor: '9223372036854775808' }] },
      'input.prices.0.amountMinor',
    ],
  ]
  const before = await stack.snapshot()
  for (const [mutation, input, path] of refused)
    assert.deepEqual(codes(await stack.change(mutation, input)), [['INVALID_INPUT', path]], `${mutation} ${path}`)
  assert.equal(await stack.snapshot(), before)
})

test('ids of another type, and of nothing, are not found', async () => {
  const { id, variantIds } = await addProduct(stack)
  const before = await stack.snapshot()
  for (const wrong of [variantIds[0], newId('Product'), 'prd_', '', "' OR 1=1 --"]) {
    assert.deepEqual(codes(await stack.change('publishProduct', { id: wrong, expectedVersion: 1 })), [['NOT_FOUND', 'input.id']])
  }
  for (const wrong of [id, newId('Category')]) {
    assert.deepEqual(codes(await stack.change('updateProduct', { id, expectedVersion: 3, categoryId: wrong })), [
      ['CATEGORY_NOT_FOUND', 'input.categoryId'],
    ])
  }
  assert.equal(await stack.snapshot(), before)
})

test('every change of staff leaves one audit row with what was and what is', async () => {
  const { id } = await addProduct(stack)
  await stack.change('updateProduct', { id, expectedVersion: 3, name: 'Audited' })
  const { rows } = await stack.rows.query(
    `SELECT action, actor, target_type, before->>'name' AS was, after->>'name' AS now, length(request_id) > 0 AS asked FROM audit WHERE target_id = $1 ORDER BY id DESC LIMIT 1`,
    [id],
  )
  const actor = 'usr_01h455vb4pex5vsknk084sn02f'
  assert.deepEqual(rows, [{ action: 'updateProduct', actor, target_type: 'Product', was: rows[0]?.was, now: 'Audited', asked: true }])
  await assert.rejects(stack.rows.query('UPDATE audit SET actor = $1', ['nobody']), /audit is append-only/)
  await assert.rejects(stack.rows.query('DELETE FROM audit'), /audit is append-only/)
  await assert.rejects(stack.rows.query('TRUNCATE audit'), /audit is append-only/)
})

test('a price is set, changed and taken away in its own currency alone', async () => {
  const { id, variantIds } = await addProduct(stack, { prices: [{ USD: '1000', EUR: '900' }, { USD: '3000' }] })
  const [variantId] = variantIds
  const read = async () =>
    stack.data(
      'query ($id: ID!) { product(id: $id) { usd: priceRange(currency: USD) { min { decimal } max { decimal } } eur: priceRange(currency: EUR) { min { decimal } } cny: priceRange(currency: CNY) { min { decimal } } } }',
      { id },
    )
  assert.deepEqual(await read(), {
    product: { usd: { min: { decimal: '10.00' }, max: { decimal: '30.00' } }, eur: { min: { decimal: '9.00' } }, cny: null },
  })
  const prices = [
    { currencyCode: 'USD', amountMinor: '4500' },
    { currencyCode: 'EUR', amountMinor: null },
    { currencyCode: 'CNY', amountMinor: '1' },
  ]
  const { variant } = await stack.change<{ variant: unknown }>(
    'setVariantPrices',
    { variantId, expectedVersion: 1, prices },
    'variant { version prices { decimal currencyCode } price(currency: EUR) { decimal } }',
  )
  assert.deepEqual(variant, {
    version: 2,
    prices: [
      { decimal: '0.01', currencyCode: 'CNY' },
      { decimal: '45.00', currencyCode: 'USD' },
    ],
    price: null,
  })
  assert.deepEqual(await read(), {
    product: { usd: { min: { decimal: '30.00' }, max: { decimal: '45.00' } }, eur: null, cny: { min: { decimal: '0.01' } } },
  })
})

test('price ranges are right after fifty edits of sibling variants at once', async () => {
  const { id, variantIds } = await addProduct(stack, { prices: Array.from({ length: 10 }, () => ({ USD: '5000' })) })
  await Promise.all(
    Array.from({ length: 50 }, (_, turn) => {
      const [variantId, expectedVersion] = [variantIds[turn % 10], 1 + Math.floor(turn / 10)]
      return stack.change('setVariantPrices', { variantId, expectedVersion, prices: [{ currencyCode: 'USD', amountMinor: `${1000 + turn}` }] })
    }),
  )
  const { rows } = await stack.rows.query(
    `SELECT r.min_minor = min(p.amount_minor) AS min, r.max_minor = max(p.amount_minor) AS max FROM price_range r JOIN variant v ON v.product_id = r.product_id
     JOIN price p ON p.variant_id = v.id AND p.currency = r.currency WHERE r.product_id = $1 GROUP BY r.min_minor, r.max_minor`,
    [id],
  )
  assert.deepEqual(rows, [{ min: true, max: true }])
})
