import { randomUUID } from 'node:crypto'

import { checkOut, orderOf } from './buy.ts'
import { addToCart, startGuest } from './fillCart.ts'
import { eventually, refused, type Journey } from './journey.ts'
import { reservedOf } from './staff.ts'
import { expect, present } from './step.ts'

/** A guest's card is declined: the order is no sale, and what was held for it can be sold. */
export async function declined(journey: Journey): Promise<string> {
  const { twin, found, recommended } = journey
  await startGuest(twin)
  await addToCart(twin, found.variantId, 2)
  await addToCart(twin, recommended.variantId, 1)
  const before = await reservedOf(journey, found.variantId)
  const answer = present((await checkOut(twin, { method: 'pm_card_declined', key: randomUUID() }))[0], 'nothing was asked')
  expect(answer.userErrors[0]?.code === 'PAYMENT_DECLINED', `the declined card answered ${refused(answer) || 'success'}`)
  expect(answer.order?.status === 'CANCELLED', `the order is ${answer.order?.status}`)
  const released = async (): Promise<true | undefined> => ((await reservedOf(journey, found.variantId)) === before ? true : undefined)
  await eventually(released, 'the pieces are held still')
  const subject = await twin.mailed('payment-declined')
  return `${answer.order.number} is CANCELLED, its pieces are free, and "${subject}"`
}

/** The same cart is bought with another card, under another key. */
export async function boughtAfterAll({ twin }: Journey): Promise<string> {
  const order = orderOf((await checkOut(twin, { method: 'pm_card_visa', key: randomUUID() }))[0])
  expect(order.status === 'CONFIRMED', `the order is ${order.status}`)
  return `order ${order.number} of the same cart is confirmed`
}

interface Related {
  readonly product: {
    readonly related: readonly {
      readonly reason: string
      readonly because: { readonly slug: string } | null
      readonly product: { readonly slug: string } | null
    }[]
  }
}

/** What two people bought together is related, and says so. */
export async function pairIsRelated({ shopper, found, recommended }: Journey): Promise<string> {
  const pair = async (): Promise<true | undefined> => {
    const { product } = await shopper.send<Related>('GoesWith', { slug: found.slug, first: 50 })
    const other = product.related.find((one) => one.product?.slug === recommended.slug)
    return other?.reason === 'BOUGHT_TOGETHER' && other.because?.slug === found.slug ? true : undefined
  }
  await eventually(pair, `${recommended.slug} is not told to be bought together with ${found.slug}`)
  return `${recommended.slug} is bought together with ${found.slug}`
}
