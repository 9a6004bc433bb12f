import assert from 'node:assert/strict'
import { test } from 'node:test'

import { createGraphqlClient } from '@agora/testkit/graphqlClient.ts'

import { mergePart } from '../../router/incremental/mergePart.ts'
import { askInParts } from '../../router/testing/askInParts.ts'
import { newCustomer } from '../people.ts'
import { graphqlUrl, publicUrl } from '../stack.ts'

const anybody = createGraphqlClient(graphqlUrl)

/** The product first; what stock, orders and recommendations know of it when they have said it. */
const PAGE = `query Page($slug: String!) {
  product(slug: $slug) {
    id
    name
    variants { id sku ...Sale @defer(label: "sale") }
    ... @defer(label: "goesWith") { related(first: 3) { reason product { id ... @defer(label: "names") { name slug } } } }
  }
}
fragment Sale on Variant { availability shippingClass price(currency: EUR) { decimal } }`

interface Listed {
  readonly products: { readonly nodes: readonly { readonly slug: string }[] }
}
interface Page {
  readonly product: { readonly id: string; readonly name: string; readonly variants: readonly { readonly id: string; readonly sku: string }[] }
}

test('the page of a product comes in parts: the product first, the rest as its subgraphs answer, and together it is the whole page', async () => {
  const { products } = await anybody.data<Listed>('{ products(first: 5, sort: NAME, filter: { inStock: true }) { nodes { slug } } }')
  for (const { slug } of products.nodes) {
    const whole = await anybody.data<Page>(PAGE, { slug })
    const [first, ...later] = await (await askInParts({ url: publicUrl }, PAGE, { variables: { slug } })).rest()
    const { id, name, variants } = whole.product
    assert.deepEqual(first, { data: { product: { id, name, variants: variants.map((one) => ({ id: one.id, sku: one.sku })) } }, hasNext: true })
    const parts = later.flatMap(({ incremental = [] }) => incremental)
    assert.deepEqual(
      parts.filter(({ label }) => label === 'sale').map(({ path }) => path),
      variants.map((_, index) => ['product', 'variants', index]),
    )
    assert.equal(parts.filter(({ label }) => label === 'goesWith').length, 1)
    assert.deepEqual(
      later.map(({ hasNext }) => hasNext),
      later.map((_, index) => index < later.length - 1),
    )
    const merged = structuredClone(first?.data) as Record<string, unknown>
    for (const { path, data, errors } of parts) {
      assert.equal(errors, undefined)
      mergePart(merged, path, data as Record<string, unknown>)
    }
    assert.deepEqual(merged, whole)
  }
})

test("a customer's own parts are the customer's, a guest is told why there are none", async () => {
  const ada = await newCustomer()
  const query = '{ shopName: __typename me { id ... @defer(label: "own") { displayName orders(first: 1) { nodes { id } } } } }'
  const [first, ...later] = await (await askInParts({ url: publicUrl }, query, { headers: { authorization: `Bearer ${ada.accessToken}` } })).rest()
  const whole = (await ada.client.data<{ me: { id: string; displayName: string } }>(query)).me
  assert.deepEqual(first, { data: { shopName: 'Query', me: { id: whole.id } }, hasNext: true })
  assert.deepEqual(
    later.flatMap(({ incremental = [] }) => incremental),
    [{ path: ['me'], label: 'own', data: { displayName: whole.displayName, orders: { nodes: [] } } }],
  )
  const guest = await (await askInParts({ url: publicUrl }, query)).rest()
  assert.deepEqual([guest.length, guest[0]?.data], [1, { shopName: 'Query', me: null }])
})
