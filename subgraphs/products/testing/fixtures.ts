import { newId } from '@agora/ids/typeId.ts'

import type { ProductsStack } from './productsStack.ts'

let serial = 0

/** Texts that no other fixture has. */
export const unique = (word: string): string => `${word}-${(serial += 1)}`

/** A category by the graph. */
export async function addCategory(
  stack: ProductsStack,
  given: { readonly parentId?: string; readonly slug?: string; readonly name?: string } = {},
): Promise<string> {
  const slug = given.slug ?? unique('category')
  const { category } = await stack.change('createCategory', { slug, name: slug, ...given })
  return category?.id ?? fail('createCategory')
}

/** What a fixture product is; each field has a default. */
export interface ProductFixture {
  readonly slug?: string
  readonly name?: string
  readonly description?: string
  readonly brand?: string
  readonly categoryId?: string
  readonly attributes?: readonly object[]
  /** One variant each, by currency in minor units. @default one variant for 10.00 USD */
  readonly prices?: readonly Readonly<Record<string, string>>[]
  /** @default true */
  readonly published?: boolean
}

/** A product as a fixture made it. */
export interface MadeProduct {
  readonly id: string
  readonly slug: string
  readonly variantIds: readonly string[]
}

/** A product with its variants by the graph. */
export async function addProduct(stack: ProductsStack, given: ProductFixture = {}): Promise<MadeProduct> {
  const { prices = [{ USD: '1000' }], published = true, ...fields } = given
  const slug = given.slug ?? unique('product')
  const categoryId = given.categoryId ?? (await addCategory(stack))
  const { product } = await stack.change('createProduct', { name: slug, brand: 'Agora', ...fields, slug, categoryId })
  const id = product?.id ?? fail('createProduct')
  const variantIds: string[] = []
  for (const [place, byCurrency] of prices.entries()) variantIds.push(await addVariant(stack, id, { place, byCurrency }))
  if (published) await stack.change('publishProduct', { id, expectedVersion: 1 + prices.length })
  return { id, slug, variantIds }
}

async function addVariant(
  stack: ProductsStack,
  productId: string,
  { place, byCurrency }: { place: number; byCurrency: Readonly<Record<string, string>> },
): Promise<string> {
  const prices = Object.entries(byCurrency).map(([currencyCode, amountMinor]) => ({ currencyCode, amountMinor }))
  const options = [{ key: 'size', value: `${place}` }]
  const { variant } = await stack.change('addVariant', { productId, sku: unique('SKU'), options, weightGrams: 100, packedWeightGrams: 150, prices })
  return variant?.id ?? fail('addVariant')
}

/** A location by the graph. */
export async function addLocation(stack: ProductsStack): Promise<string> {
  const { location } = await stack.change('createLocation', { code: unique('LOC'), name: 'A warehouse' })
  return location?.id ?? fail('createLocation')
}

/** Puts pieces of a variant where there were none. */
export async function addStock(
  stack: ProductsStack,
  variantId: string,
  { locationId, quantity }: { locationId: string; quantity: number },
): Promise<void> {
  const input = { variantId, locationId, newQuantity: quantity, expectedQuantity: 0, reason: 'RECEIVED', idempotencyKey: newId('Movement') }
  const { userErrors } = await stack.change('adjustInventory', input)
  if (userErrors.length > 0) fail(JSON.stringify(userErrors))
}

function fail(what: string): never {
  throw new Error(`A fixture could not be made: ${what}`)
}
