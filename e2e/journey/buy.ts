import { randomUUID } from 'node:crypto'

import { request } from 'undici'

import { addToCart } from './fillCart.ts'
import { accepted, eventually, type Goods, type Journey, type UserErrors } from './journey.ts'
import type { Shopper } from './shopper.ts'
import { reservedOf } from './staff.ts'
import { expect, present } from './step.ts'

/** What a checkout answers. */
export interface Checkout extends UserErrors {
  readonly order: {
    readonly id: string
    readonly number: string
    readonly status: string
    readonly nextAction: { readonly kind: string; readonly redirectUrl: string | null } | null
    readonly totals: { readonly total: { readonly decimal: string; readonly currencyCode: string } }
  } | null
}

interface Suggestions {
  readonly recommendations: readonly {
    readonly product: {
      readonly slug: string
      readonly variants: readonly { readonly id: string; readonly availability: string; readonly price: object | null }[]
    } | null
  }[]
}

/** What the shop recommends to somebody, by slug, each with a variant that can be bought. */
export async function recommendedTo(shopper: Shopper): Promise<Goods[]> {
  const { me } = await shopper.send<{ me: Suggestions }>('ForMe', { first: 20 })
  return me.recommendations.flatMap(({ product }) => {
    const variant = product?.variants.find(({ availability, price }) => availability === 'IN_STOCK' && price !== null)
    return product === null || variant === undefined ? [] : [{ slug: product.slug, variantId: variant.id }]
  })
}

/** Something that the shop recommends is put into the cart as well. */
export async function followRecommendation(journey: Journey): Promise<string> {
  const { shopper, found } = journey
  const wanted = await eventually(async () => (await recommendedTo(shopper)).find(({ slug }) => slug !== found.slug), 'nothing is recommended')
  await addToCart(shopper, wanted.variantId, 1)
  journey.recommended = wanted
  return `${wanted.slug} was recommended`
}

/** How a checkout is paid, and under which key it is asked for. */
export interface Payment {
  readonly method: string
  readonly key: string
  readonly returnUrl?: string
}

/** The checkout of the shopper's cart, to Berlin, by the first way that is offered. */
async function checkoutInput(shopper: Shopper, { method, key, returnUrl }: Payment): Promise<object> {
  const { cart } = await shopper.send<{ cart: { estimate: { shippingMethods: { method: { id: string } }[] } } }>('WaysOfShipping', {
    countryCode: 'DE',
  })
  const { method: shipping } = present(cart.estimate.shippingMethods[0], 'nothing is shipped to Germany')
  return {
    shippingMethodId: shipping.id,
    shippingAddress: { name: 'Golden Shopper', line1: 'Street 1', city: 'Berlin', postalCode: '10115', countryCode: 'DE' },
    contact: { email: shopper.email, name: 'Golden Shopper', locale: 'en' },
    paymentMethod: method,
    returnUrl,
    idempotencyKey: key,
  }
}

/** Asks for the checkout of the shopper's cart as often as is said, each time in the same words; answers what came each time. */
export async function checkOut(shopper: Shopper, payment: Payment, times = 1): Promise<Checkout[]> {
  const input = await checkoutInput(shopper, payment)
  const answers: Checkout[] = []
  for (let time = 0; time < times; time += 1) answers.push((await shopper.send<{ checkout: Checkout }>('Checkout', { input })).checkout)
  return answers
}

/** The cart is bought; asked twice, it is bought once. */
export async function buyOnce(journey: Journey): Promise<string> {
  const [once, twice] = await checkOut(journey.shopper, { method: 'pm_card_visa', key: journey.checkoutKey }, 2)
  const order = orderOf(once)
  expect(order.status === 'CONFIRMED', `the order is ${order.status}`)
  expect(twice?.order?.number === order.number, 'asked twice, there are two orders')
  journey.order = order
  return `order ${order.number}, ${order.totals.total.decimal} ${order.totals.total.currencyCode}, confirmed and paid, once although it was asked twice`
}

/** The order of a checkout that was not refused. */
export function orderOf(checkout: Checkout | undefined): NonNullable<Checkout['order']> {
  const answer = present(checkout, 'nothing was asked')
  accepted(answer)
  return present(answer.order, 'there is no order')
}

/** The buyer is told by mail. */
export async function mailArrives({ shopper, order }: Journey): Promise<string> {
  const subject = await shopper.mailed('order-confirmed')
  expect(subject.includes(order.number), `the mail is about something else: ${subject}`)
  return `"${subject}"`
}

const BACK = 'https://shop.example/thanks'

/** A card whose bank asks: the buyer is sent to the provider's page, approves there, comes back, and the order goes on. */
export async function buyWithConfirmation(journey: Journey): Promise<string> {
  const { shopper, found } = journey
  const before = await reservedOf(journey, found.variantId)
  await addToCart(shopper, found.variantId, 1)
  const order = orderOf((await checkOut(shopper, { method: 'pm_card_3ds', key: randomUUID(), returnUrl: BACK }))[0])
  expect(order.status === 'PLACED' && order.nextAction?.kind === 'CONFIRM_PAYMENT', `the order is ${order.status} and asks for nothing`)
  expect((await reservedOf(journey, found.variantId)) === before + 1, 'the piece is not held while the buyer is away')
  await approve(present(order.nextAction.redirectUrl, 'there is no page to confirm on'))
  const confirmation = { orderId: order.id, idempotencyKey: randomUUID() }
  const { confirmPayment } = await shopper.send<{ confirmPayment: UserErrors }>('ConfirmPayment', confirmation)
  accepted(confirmPayment)
  await eventually(async () => ((await statusOf(shopper, order.id)) === 'CONFIRMED' ? true : undefined), `${order.number} was not confirmed`)
  return `order ${order.number} was confirmed once its payment was approved on the provider's page`
}

async function approve(page: string): Promise<void> {
  const shown = await request(page)
  expect(/Confirm your payment/.test(await shown.body.text()), 'the provider shows another page')
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const answer = await request(page, { method: 'POST', headers, body: 'answer=approve' })
  await answer.body.dump()
  expect(answer.statusCode === 303 && answer.headers['location'] === BACK, `the provider answered ${answer.statusCode} instead of leading back`)
}

/** Where an order stands, for its buyer. */
export async function statusOf(shopper: Shopper, id: string): Promise<string> {
  return (await shopper.send<{ order: { status: string } }>('OrderPage', { id })).order.status
}
