import { randomBytes, randomUUID } from 'node:crypto'

import type { GraphqlClient } from '@agora/testkit/graphqlClient.ts'

/** A variant that a spec put on sale for itself. */
export interface Goods {
  readonly variantId: string
  readonly locationId: string
}

interface Refused {
  readonly userErrors: readonly { readonly code: string; readonly message: string }[]
}

const PLACES = '{ categories(first: 1) { nodes { id } } locations(first: 1) { nodes { id } } }'
const CREATE = 'mutation ($input: CreateProductInput!) { answer: createProduct(input: $input) { product { id } userErrors { code message } } }'
const ADD =
  'mutation ($input: AddVariantInput!) { answer: addVariant(input: $input) { variant { id product { version } } userErrors { code message } } }'
const PUBLISH = 'mutation ($input: PublishProductInput!) { answer: publishProduct(input: $input) { userErrors { code message } } }'
const ADJUST =
  'mutation ($input: AdjustInventoryInput!) { answer: adjustInventory(input: $input) { stockLevel { onHand } userErrors { code message } } }'

/** Sends a change as staff and expects that it is not refused. */
async function change<Answer extends Refused>(staff: GraphqlClient, mutation: string, input: object): Promise<Answer> {
  const { answer } = await staff.data<{ answer: Answer }>(mutation, { input })
  if (answer.userErrors.length > 0) throw new Error(`Refused: ${JSON.stringify(answer.userErrors)}`)
  return answer
}

/** Puts something new on sale for dollars; nothing of it is there yet. */
export async function newGoods(staff: GraphqlClient, priceMinor = 1000): Promise<Goods> {
  const name = `goods-${randomBytes(6).toString('hex')}`
  const { categories, locations } = await staff.data<Record<'categories' | 'locations', { nodes: { id: string }[] }>>(PLACES)
  const fields = { slug: name, name, brand: 'Racers', categoryId: categories.nodes[0]?.id }
  const { product } = await change<Refused & { product: { id: string } }>(staff, CREATE, fields)
  const variant = await change<Refused & { variant: { id: string; product: { version: number } } }>(staff, ADD, {
    productId: product.id,
    sku: name,
    weightGrams: 100,
    packedWeightGrams: 120,
    prices: [{ currencyCode: 'USD', amountMinor: String(priceMinor) }],
  })
  await change(staff, PUBLISH, { id: product.id, expectedVersion: variant.variant.product.version })
  return { variantId: variant.variant.id, locationId: locations.nodes[0]?.id ?? '' }
}

/** Has so many pieces arrive where the spec believes that there are `expected`. */
export async function deliver(staff: GraphqlClient, goods: Goods, { pieces, expected }: { pieces: number; expected: number }): Promise<void> {
  const input = { ...goods, delta: pieces, expectedQuantity: expected, reason: 'RECEIVED', idempotencyKey: randomUUID() }
  await change(staff, ADJUST, input)
}
