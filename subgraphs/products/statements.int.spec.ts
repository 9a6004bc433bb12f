import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'

import { anonymous } from '@agora/security/viewer.ts'

import { addCategory, addLocation, addProduct, addStock, type MadeProduct } from './testing/fixtures.ts'
import { dataOf, startProductsStack, type ProductsStack } from './testing/productsStack.ts'

const FIELDS = `id slug name description brand createdAt updatedAt publishedAt category { name breadcrumbs { slug } parent { slug } } attributes { key label }
  media { url altText } availability priceRange(currency: USD) { min { decimal } max { decimal } }
  variants { id sku name options { key value } weightGrams price(currency: USD) { amountMinor decimal } prices { currencyCode } availability product { slug } }`

let stack: ProductsStack
const made: MadeProduct[] = []
before(async () => {
  stack = await startProductsStack()
  await stack.change('defineAttribute', { key: 'colour', label: 'Colour', kind: 'TEXT' })
  const locationId = await addLocation(stack)
  const categories = [await addCategory(stack), await addCategory(stack)]
  for (let n = 0; n < 50; n += 1) {
    const product = await addProduct(stack, {
      categoryId: categories[n % 2] ?? '',
      attributes: [{ key: 'colour', text: 'red' }],
      prices: [{ USD: '1' }, { USD: '2' }, { USD: '3' }],
    })
    await addStock(stack, product.variantIds[0] ?? '', { locationId, quantity: 9 })
    made.push(product)
  }
})
after(() => stack.stop())

async function statementsFor(query: string, variables: object): Promise<number> {
  const ask = () => stack.as(anonymous)(query, { ...variables })
  dataOf(await ask())
  stack.statements()
  dataOf(await ask())
  return stack.statements().length
}

test('fifty products with variants, prices, pictures, category and availability take as many statements as two', async () => {
  const query = `query ($first: Int!) { products(first: $first) { nodes { ${FIELDS} } } }`
  assert.deepEqual([await statementsFor(query, { first: 2 }), await statementsFor(query, { first: 50 })], [8, 8])
})

test('fifty entities take as many statements as two', async () => {
  const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Product { ${FIELDS} } } }`
  const of = made.map(({ id }) => ({ __typename: 'Product', id }))
  assert.deepEqual([await statementsFor(query, { of: of.slice(0, 2) }), await statementsFor(query, { of })], [8, 8])
})

test('a hundred and fifty variants by id take one statement each for themselves, their prices and what else is asked', async () => {
  const query = 'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Variant { sku price(currency: USD) { decimal } availability } } }'
  const of = made.flatMap(({ variantIds }) => variantIds).map((id) => ({ __typename: 'Variant', id }))
  assert.equal(of.length, 150)
  assert.equal(await statementsFor(query, { of }), 3)
})

test('the cheapest question of a product is one statement', async () => {
  assert.equal(await statementsFor('query ($slug: String!) { product(slug: $slug) { id name } }', { slug: made[0]?.slug }), 1)
})
