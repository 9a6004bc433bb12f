import { accepted, refused, type Cart, type Change, type Goods, type Journey, type UserErrors } from './journey.ts'
import type { Shopper } from './shopper.ts'
import { expect, present } from './step.ts'

/** The shop window is looked at. */
export async function browse({ shopper }: Journey): Promise<string> {
  const { products } = await shopper.send<{ products: { totalCount: number; nodes: { name: string }[] } }>('Browse', { first: 12 })
  expect(products.nodes.length === 12, `12 products were asked for and ${products.nodes.length} came`)
  return `${products.totalCount} products, first "${products.nodes[0]?.name}"`
}

/** It is narrowed down to what one brand has in stock. */
export async function filter(journey: Journey): Promise<string> {
  const { shopper } = journey
  const facets = await shopper.send<{ products: { facets: { brands: { brand: string; count: number }[] } } }>('FilterProducts', { first: 1 })
  const brand = present(facets.products.facets.brands[0], 'no brand is counted')
  const variables = { filter: { brands: [brand.brand], inStock: true }, first: 20 }
  const { products } = await shopper.send<{ products: { totalCount: number; nodes: { slug: string; brand: string }[] } }>('FilterProducts', variables)
  expect(
    products.nodes.every((product) => product.brand === brand.brand),
    'another brand is among the answers',
  )
  journey.found = await firstWithPlenty(
    shopper,
    products.nodes.map(({ slug }) => slug),
  )
  return `${products.totalCount} of ${brand.count} by ${brand.brand} are in stock`
}

async function firstWithPlenty(shopper: Shopper, slugs: readonly string[]): Promise<Goods> {
  for (const slug of slugs) {
    const { product } = await shopper.send<{ product: { variants: { id: string; availability: string }[] } }>('ProductPage', { slug })
    const variant = product.variants.find(({ availability }) => availability === 'IN_STOCK')
    if (variant !== undefined) return { slug, variantId: variant.id }
  }
  return present<Goods>(undefined, 'nothing is there in plenty')
}

/** A guest puts the first pieces aside. */
export async function fillGuestCart(journey: Journey): Promise<string> {
  const { shopper, found } = journey
  journey.guestToken = await startGuest(shopper)
  const cart = await addToCart(shopper, found.variantId, 2)
  expect(cart.totalQuantity === 2, `2 pieces were added and ${cart.totalQuantity} are there`)
  return `2 × ${cart.lines[0]?.variant?.product.name}, ${cart.subtotal?.decimal} ${cart.subtotal?.currencyCode}`
}

/** Becomes a guest and answers the token. */
export async function startGuest(shopper: Shopper): Promise<string> {
  const { startGuestSession } = await shopper.send<{ startGuestSession: { accessToken: string | null } & UserErrors }>('StartGuestSession')
  const token = present(startGuestSession.accessToken, refused(startGuestSession))
  shopper.become(token)
  return token
}

/** Puts pieces into the shopper's cart and answers it. */
export async function addToCart(shopper: Shopper, variantId: string, quantity: number): Promise<Cart> {
  const { addCartItem } = await shopper.send<{ addCartItem: Change }>('AddToCart', { variantId, quantity })
  accepted(addCartItem)
  return present(addCartItem.cart, 'there is no cart')
}

/** What the guest put aside comes along. */
export async function merge({ shopper, guestToken, mergeKey }: Journey): Promise<string> {
  const once = await shopper.send<{ mergeCart: Change }>('MergeCart', { guestToken, idempotencyKey: mergeKey })
  accepted(once.mergeCart)
  const twice = await shopper.send<{ mergeCart: Change }>('MergeCart', { guestToken, idempotencyKey: mergeKey })
  accepted(twice.mergeCart)
  const quantity = twice.mergeCart.cart?.totalQuantity
  expect(quantity === 2, `the guest's 2 pieces became ${quantity}`)
  return 'the guest’s 2 pieces came along, and once only although it was asked twice'
}

/** More pieces are wanted. */
export async function update(journey: Journey): Promise<string> {
  const { shopper } = journey
  const { cart } = await shopper.send<{ cart: Cart }>('Cart')
  const line = present(cart.lines[0], 'the cart is empty')
  const variables = { lineId: line.id, quantity: 3, expectedVersion: line.version }
  const { updateCartLine } = await shopper.send<{ updateCartLine: Change }>('ChangeQuantity', variables)
  accepted(updateCartLine)
  journey.line = line
  return `3 pieces, ${updateCartLine.cart?.subtotal?.decimal} ${updateCartLine.cart?.subtotal?.currencyCode}, travels as ${line.variant?.shippingClass}`
}

/** A second tab that knows less is told so. */
export async function conflict({ shopper, line: stale }: Journey): Promise<string> {
  const { id: lineId, version: expectedVersion } = present(stale, 'nothing was updated')
  const { updateCartLine } = await shopper.send<{ updateCartLine: Change }>('ChangeQuantity', { lineId, quantity: 9, expectedVersion })
  expect(updateCartLine.userErrors[0]?.code === 'VERSION_CONFLICT', `the stale edit answered ${refused(updateCartLine) || 'success'}`)
  const { cart } = await shopper.send<{ cart: Cart }>('Cart')
  const line = present(cart.lines[0], 'the line is gone')
  expect(line.quantity === 3, `the stale edit changed the quantity to ${line.quantity}`)
  const again = await shopper.send<{ updateCartLine: Change }>('ChangeQuantity', { lineId, quantity: 4, expectedVersion: line.version })
  accepted(again.updateCartLine)
  return 'the stale edit was refused and changed nothing; read again, it went through'
}
