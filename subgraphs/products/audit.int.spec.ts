import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { admin } from '@agora/testkit/viewers.ts'

import { addCategory, addLocation, addProduct, unique } from './testing/fixtures.ts'
import { startProductsStack } from './testing/productsStack.ts'

const stack = await startProductsStack()
after(() => stack.stop())

interface AuditRow {
  readonly action: string
  readonly actor: string
  readonly targetType: string
  readonly changed: boolean
}

interface Pictured {
  readonly product: { readonly media: readonly { readonly id: string }[] }
}

const AUDIT =
  'SELECT action, actor, target_type AS "targetType", before IS DISTINCT FROM after AS changed FROM audit ORDER BY created_at, id OFFSET $1'

/** What the audit has gained since it had so many rows. */
const auditSince = async (count: number): Promise<AuditRow[]> => (await stack.rows.query<AuditRow>(AUDIT, [count])).rows

const picture = {
  contentType: 'image/svg+xml',
  data: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"></svg>').toString('base64'),
  altText: 'A picture',
}

async function pictured(): Promise<object> {
  const { id: productId } = await addProduct(stack)
  const { product } = await stack.change<Pictured>('addProductMedia', { ...picture, productId, expectedVersion: 3 }, 'product { media { id } }')
  return { productId, expectedVersion: 4, mediaId: product.media[0]?.id }
}

async function received(): Promise<object> {
  const { variantIds } = await addProduct(stack)
  const place = { variantId: variantIds[0], locationId: await addLocation(stack) }
  return { ...place, delta: 3, expectedQuantity: 0, reason: 'RECEIVED', idempotencyKey: unique('audited-key') }
}

async function imported(): Promise<object> {
  const categorySlug = unique('shelf')
  await addCategory(stack, { slug: categorySlug })
  return { items: [{ slug: unique('audited'), name: 'Audited', brand: 'Agora', categorySlug }] }
}

const published = async (): Promise<object> => ({ id: (await addProduct(stack)).id, expectedVersion: 3 })
const category = async (): Promise<object> => ({ id: await addCategory(stack), expectedVersion: 1 })
const variant = async (): Promise<string | undefined> => (await addProduct(stack)).variantIds[0]

/** Every mutation, what its audit row is of, and an input that it accepts. Sent again it is refused as stale or taken, or there is nothing left to change. */
const changes: Readonly<Record<string, readonly [targetType: string, input: () => Promise<object>]>> = {
  createCategory: ['Category', async () => ({ slug: unique('audited'), name: 'Audited' })],
  updateCategory: ['Category', async () => ({ ...(await category()), name: 'Audited' })],
  moveCategory: ['Category', async () => ({ ...(await category()), parentId: await addCategory(stack) })],
  deleteCategory: ['Category', category],
  createProduct: ['Product', async () => ({ slug: unique('audited'), name: 'Audited', brand: 'Agora', categoryId: await addCategory(stack) })],
  updateProduct: ['Product', async () => ({ ...(await published()), name: 'Audited' })],
  publishProduct: ['Product', async () => ({ id: (await addProduct(stack, { published: false })).id, expectedVersion: 2 })],
  unpublishProduct: ['Product', published],
  archiveProduct: ['Product', published],
  addProductMedia: ['Product', async () => ({ ...picture, productId: (await addProduct(stack)).id, expectedVersion: 3 })],
  removeProductMedia: ['Product', pictured],
  addVariant: ['Variant', async () => ({ productId: (await addProduct(stack)).id, sku: unique('AUD'), weightGrams: 1, packedWeightGrams: 1 })],
  updateVariant: ['Variant', async () => ({ id: await variant(), expectedVersion: 1, weightGrams: 7 })],
  setVariantPrices: [
    'Variant',
    async () => ({ variantId: await variant(), expectedVersion: 1, prices: [{ currencyCode: 'EUR', amountMinor: '7' }] }),
  ],
  defineAttribute: ['AttributeDefinition', async () => ({ key: 'audited', label: 'Audited', kind: 'TEXT' })],
  createLocation: ['Location', async () => ({ code: unique('AUD'), name: 'Audited' })],
  adjustInventory: ['Stock', received],
  importProducts: ['Product', imported],
}

for (const [mutation, [targetType, make]] of Object.entries(changes)) {
  test(`${mutation} leaves one audit row, and none when it is refused or has nothing to change`, async () => {
    const input = await make()
    const { length } = await auditSince(0)
    assert.deepEqual((await stack.change(mutation, input)).userErrors, [])
    const row = { action: mutation, actor: admin().sub, targetType, changed: true }
    assert.deepEqual(await auditSince(length), [row])
    const before = await stack.snapshot()
    // A definition may be said again, and counts; of another kind it may not.
    await stack.change(mutation, mutation === 'defineAttribute' ? { ...input, kind: 'LIST' } : input)
    assert.equal(await stack.snapshot(), before)
  })
}

test('every mutation of the SDL stands in that table', async () => {
  const { __schema } = await stack.data<{ __schema: { mutationType: { fields: { name: string }[] } } }>(
    '{ __schema { mutationType { fields { name } } } }',
  )
  assert.deepEqual(__schema.mutationType.fields.map(({ name }) => name).toSorted(), Object.keys(changes).toSorted())
})
