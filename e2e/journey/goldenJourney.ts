import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'

import { newShopper, type Address, type Shopper } from './shopper.ts'
import { expect, present, type Step } from './step.ts'

interface UserErrors {
  readonly userErrors: readonly { readonly code: string; readonly message: string }[]
}

interface Line {
  readonly id: string
  readonly version: number
  readonly quantity: number
  readonly variant: {
    readonly sku: string
    readonly name: string
    readonly shippingClass: string
    readonly product: { readonly name: string }
  } | null
}

interface Cart {
  readonly id: string
  readonly totalQuantity: number
  readonly subtotal: { readonly decimal: string; readonly currencyCode: string } | null
  readonly lines: readonly Line[]
}

interface Change extends UserErrors {
  readonly cart: Cart | null
}

interface Checkout extends UserErrors {
  readonly order: {
    readonly number: string
    readonly status: string
    readonly totals: { readonly total: { readonly decimal: string; readonly currencyCode: string } }
  } | null
}

/** What the steps hand on to each other. */
interface Journey {
  readonly shopper: Shopper
  readonly mergeKey: string
  readonly checkoutKey: string
  guestToken: string
  accessToken: string
  variantId: string
  line: Line | undefined
  orderNumber: string
}

const refused = ({ userErrors }: UserErrors): string => userErrors.map(({ code, message }) => `${code}: ${message}`).join('; ')
const accepted = (answer: UserErrors): void => expect(answer.userErrors.length === 0, refused(answer))

/** The journey that must always work, from a stranger at the door to a token that no longer opens anything. */
export function goldenJourney(address: Address): Step[] {
  const journey: Journey = {
    shopper: newShopper(address),
    mergeKey: randomUUID(),
    checkoutKey: randomUUID(),
    guestToken: '',
    accessToken: '',
    variantId: '',
    line: undefined,
    orderNumber: '',
  }
  const steps: [string, (journey: Journey) => Promise<string>][] = [
    ['register', register],
    ['verify', verify],
    ['browse', browse],
    ['filter', filter],
    ['guest cart', fillGuestCart],
    ['sign in', signIn],
    ['merge', merge],
    ['update', update],
    ['conflict handled', conflict],
    ['check out', checkOut],
    ['mail arrives', mailArrives],
    ['sign out', signOut],
    ['token refused', tokenRefused],
  ]
  return steps.map(([name, run]) => ({ name, run: () => run(journey) }))
}

async function register({ shopper }: Journey): Promise<string> {
  const { email, password } = shopper
  const { register: answer } = await shopper.send<{ register: UserErrors }>('Register', { email, password, displayName: 'Golden Shopper' })
  accepted(answer)
  return email
}

async function verify({ shopper }: Journey): Promise<string> {
  const token = await shopper.mailedToken()
  const { verifyEmail } = await shopper.send<{ verifyEmail: UserErrors }>('VerifyEmail', { token })
  accepted(verifyEmail)
  return 'by the token in the development inbox'
}

async function browse({ shopper }: Journey): Promise<string> {
  const { products } = await shopper.send<{ products: { totalCount: number; nodes: { name: string }[] } }>('Browse', { first: 12 })
  expect(products.nodes.length === 12, `12 products were asked for and ${products.nodes.length} came`)
  return `${products.totalCount} products, first "${products.nodes[0]?.name}"`
}

async function filter(journey: Journey): Promise<string> {
  const { shopper } = journey
  const facets = await shopper.send<{ products: { facets: { brands: { brand: string; count: number }[] } } }>('FilterProducts', { first: 1 })
  const brand = present(facets.products.facets.brands[0], 'no brand is counted')
  const variables = { filter: { brands: [brand.brand], inStock: true }, first: 20 }
  const { products } = await shopper.send<{ products: { totalCount: number; nodes: { slug: string; brand: string }[] } }>('FilterProducts', variables)
  const first = present(products.nodes[0], `nothing of ${brand.brand} is in stock`)
  expect(
    products.nodes.every((product) => product.brand === brand.brand),
    'another brand is among the answers',
  )
  const page = await shopper.send<{ product: { variants: { id: string; availability: string }[] } }>('ProductPage', { slug: first.slug })
  journey.variantId = present(
    page.product.variants.find(({ availability }) => availability !== 'OUT_OF_STOCK'),
    `${first.slug} has nothing in stock`,
  ).id
  return `${products.totalCount} of ${brand.count} by ${brand.brand} are in stock`
}

async function fillGuestCart(journey: Journey): Promise<string> {
  const { shopper, variantId } = journey
  const { startGuestSession } = await shopper.send<{ startGuestSession: { accessToken: string | null } & UserErrors }>('StartGuestSession')
  journey.guestToken = present(startGuestSession.accessToken, refused(startGuestSession))
  shopper.become(journey.guestToken)
  const { addCartItem } = await shopper.send<{ addCartItem: Change }>('AddToCart', { variantId, quantity: 2 })
  accepted(addCartItem)
  const cart = present(addCartItem.cart, 'there is no cart')
  expect(cart.totalQuantity === 2, `2 pieces were added and ${cart.totalQuantity} are there`)
  return `2 × ${cart.lines[0]?.variant?.product.name}, ${cart.subtotal?.decimal} ${cart.subtotal?.currencyCode}`
}

async function signIn(journey: Journey): Promise<string> {
  const { shopper } = journey
  const { email, password } = shopper
  const { signIn: answer } = await shopper.send<{ signIn: { accessToken: string | null } & UserErrors }>('SignIn', { email, password })
  journey.accessToken = present(answer.accessToken, refused(answer))
  shopper.become(journey.accessToken)
  const { me } = await shopper.send<{ me: { email: string; emailVerified: boolean; cart: Cart | null } }>('Me')
  expect(me.email === email && me.emailVerified, 'somebody else signed in')
  expect(me.cart === null, 'a new account has a cart already')
  return `as ${me.email}, verified`
}

async function merge({ shopper, guestToken, mergeKey }: Journey): Promise<string> {
  const once = await shopper.send<{ mergeCart: Change }>('MergeCart', { guestToken, idempotencyKey: mergeKey })
  accepted(once.mergeCart)
  const twice = await shopper.send<{ mergeCart: Change }>('MergeCart', { guestToken, idempotencyKey: mergeKey })
  accepted(twice.mergeCart)
  const quantity = twice.mergeCart.cart?.totalQuantity
  expect(quantity === 2, `the guest's 2 pieces became ${quantity}`)
  return 'the guest’s 2 pieces came along, and once only although it was asked twice'
}

async function update(journey: Journey): Promise<string> {
  const { shopper } = journey
  const { cart } = await shopper.send<{ cart: Cart }>('Cart')
  const line = present(cart.lines[0], 'the cart is empty')
  const { updateCartLine } = await shopper.send<{ updateCartLine: Change }>('ChangeQuantity', {
    lineId: line.id,
    quantity: 3,
    expectedVersion: line.version,
  })
  accepted(updateCartLine)
  journey.line = line
  return `3 pieces, ${updateCartLine.cart?.subtotal?.decimal} ${updateCartLine.cart?.subtotal?.currencyCode}, travels as ${line.variant?.shippingClass}`
}

async function conflict({ shopper, line: stale }: Journey): Promise<string> {
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

async function checkOut(journey: Journey): Promise<string> {
  const { shopper, checkoutKey } = journey
  const { cart } = await shopper.send<{ cart: { estimate: { shippingMethods: { method: { id: string; name: string } }[] } } }>('WaysOfShipping', {
    countryCode: 'DE',
  })
  const { method } = present(cart.estimate.shippingMethods[0], 'nothing is shipped to Germany')
  const input = {
    shippingMethodId: method.id,
    shippingAddress: { name: 'Golden Shopper', line1: 'Street 1', city: 'Berlin', postalCode: '10115', countryCode: 'DE' },
    contact: { email: shopper.email, name: 'Golden Shopper', locale: 'en' },
    paymentMethod: 'pm_card_visa',
    idempotencyKey: checkoutKey,
  }
  const once = await shopper.send<{ checkout: Checkout }>('Checkout', { input })
  accepted(once.checkout)
  const order = present(once.checkout.order, 'there is no order')
  expect(order.status === 'CONFIRMED', `the order is ${order.status}`)
  const twice = await shopper.send<{ checkout: Checkout }>('Checkout', { input })
  expect(twice.checkout.order?.number === order.number, 'asked twice, there are two orders')
  journey.orderNumber = order.number
  return `order ${order.number}, ${order.totals.total.decimal} ${order.totals.total.currencyCode} by ${method.name}, confirmed and paid, once although it was asked twice`
}

async function mailArrives({ shopper, orderNumber }: Journey): Promise<string> {
  const subject = await shopper.mailed('order-confirmed')
  expect(subject.includes(orderNumber), `the mail is about something else: ${subject}`)
  return `"${subject}"`
}

async function signOut({ shopper }: Journey): Promise<string> {
  const { signOut: answer } = await shopper.send<{ signOut: { endedSessions: number } }>('SignOut')
  expect(answer.endedSessions === 1, `${answer.endedSessions} sessions ended`)
  return 'the session ended'
}

async function tokenRefused({ shopper }: Journey): Promise<string> {
  const asked = Date.now()
  while (Date.now() - asked < 2000) {
    const { status, errors } = await shopper.try('Me')
    if (status === 401 && errors[0]?.extensions?.code === 'UNAUTHENTICATED')
      return `401 UNAUTHENTICATED after ${((Date.now() - asked) / 1000).toFixed(1)} s`
    await delay(100)
  }
  throw new Error('the token still opens the account 2 s after signing out')
}
