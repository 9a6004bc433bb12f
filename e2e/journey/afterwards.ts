import { randomUUID } from 'node:crypto'

import { recommendedTo, statusOf } from './buy.ts'
import { accepted, eventually, type Journey, type UserErrors } from './journey.ts'
import type { Shopper } from './shopper.ts'
import { staffOf } from './staff.ts'
import { expect, present } from './step.ts'

interface Pieces {
  readonly lineId: string
  readonly quantity: number
}

interface StaffOrder {
  readonly lines: readonly { readonly id: string; readonly quantity: number }[]
  readonly fulfilments: readonly { readonly id: string; readonly openLines: readonly Pieces[] }[]
  readonly refundable: { readonly amountMinor: string }
  readonly payment: { readonly status: string; readonly refunded: { readonly amountMinor: string } }
  readonly history: {
    readonly nodes: readonly { readonly version: number; readonly type: string; readonly actor: string; readonly occurredAt: string }[]
  }
}

const read = async (staff: Shopper, id: string): Promise<StaffOrder> => (await staff.send<{ order: StaffOrder }>('StaffOrder', { id })).order

/** The order is packed by itself; one piece of it leaves. */
export async function shipSome(journey: Journey): Promise<string> {
  const { shopper, order } = journey
  const support = await staffOf(journey, 'SUPPORT')
  const fulfilment = await eventually(async () => (await read(support, order.id)).fulfilments[0], 'the order was not packed')
  const line = present(fulfilment.openLines[0], 'nothing is to be packed')
  const input = {
    orderId: order.id,
    fulfilmentId: fulfilment.id,
    lines: [{ lineId: line.lineId, quantity: 1 }],
    carrier: 'Golden Carrier',
    trackingNumber: 'GC 1',
    idempotencyKey: randomUUID(),
  }
  for (let time = 0; time < 2; time += 1) {
    const { shipFulfilment } = await support.send<{ shipFulfilment: UserErrors }>('ShipFulfilment', { input })
    accepted(shipFulfilment)
  }
  const status = await statusOf(shopper, order.id)
  expect(status === 'PARTIALLY_SHIPPED', `the order is ${status}`)
  return `1 of ${line.quantity} pieces left, once although it was said twice: ${status}`
}

/** What was bought is recommended no more. */
export async function recommendationsChange({ shopper, recommended }: Journey): Promise<string> {
  const gone = async (): Promise<number | undefined> => {
    const now = await recommendedTo(shopper)
    return now.some(({ slug }) => slug === recommended.slug) ? undefined : now.length
  }
  const left = await eventually(gone, `${recommended.slug} is recommended still`)
  return `${recommended.slug} was bought and is recommended no more; ${left} others are`
}

/** A part of the money goes back; asked twice, once. */
export async function refundSome(journey: Journey): Promise<string> {
  const { shopper, order } = journey
  const finance = await staffOf(journey, 'FINANCE')
  const before = BigInt((await read(finance, order.id)).refundable.amountMinor)
  const input = { orderId: order.id, amountMinor: '150', reason: 'a scratch', idempotencyKey: randomUUID() }
  for (let time = 0; time < 2; time += 1) {
    const { refundOrder } = await finance.send<{ refundOrder: UserErrors }>('RefundOrder', { input })
    accepted(refundOrder)
  }
  const paidBack = async (): Promise<StaffOrder | undefined> => {
    const now = await read(finance, order.id)
    return now.payment.refunded.amountMinor === '150' ? now : undefined
  }
  const after = await eventually(paidBack, 'the money did not go back')
  expect(BigInt(after.refundable.amountMinor) === before - 150n, `${before} could be refunded before, and now ${after.refundable.amountMinor}`)
  const { order: page } = await shopper.send<{ order: { refunds: { status: string; amount: { decimal: string } }[] } }>('OrderPage', { id: order.id })
  return `${page.refunds.map(({ status, amount }) => `${amount.decimal} ${status}`).join()}, once although it was asked twice`
}

/** What happened is told from the beginning, and the order is shown as it was before a parcel left. */
export async function lookBack(journey: Journey): Promise<string> {
  const { shopper, order } = journey
  const { history } = await read(await staffOf(journey, 'SUPPORT'), order.id)
  const types = history.nodes.map(({ type }) => type)
  for (const type of ['order.placed', 'order.confirmed', 'order.completed', 'order.fulfilmentCreated', 'order.shipped', 'order.refundRequested'])
    expect(
      types.filter((one) => one === type).length === 1,
      `${type} is told ${types.filter((one) => one === type).length} times: ${types.join(', ')}`,
    )
  const packed = present(
    history.nodes.find(({ type }) => type === 'order.fulfilmentCreated'),
    'nobody packed',
  )
  const was = await shopper.send<{ order: { status: string; shipments: unknown[]; refunds: unknown[] } }>('OrderAsItWas', {
    id: order.id,
    at: packed.occurredAt,
  })
  const { status, shipments, refunds } = was.order
  expect(
    status === 'CONFIRMED' && shipments.length + refunds.length === 0,
    `it was ${status}, with ${shipments.length} parcels and ${refunds.length} refunds`,
  )
  return `${types.length} things happened; when it was packed it was ${status}`
}
