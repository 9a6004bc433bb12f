import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'

import { command, type ShopCommand } from './command.ts'
import { codesOf, realOrder, restingOrder, type RealOrder, type Shop } from './shop.ts'
import { KINDS, openPieces, orderAt, shareOf, undo, type Kind, type ModelOrder } from './shopModel.ts'

const CANCEL = 'mutation ($input: CancelOrderInput!) { answer: cancelOrder(input: $input) { userErrors { code } } }'
const REFUND = 'mutation ($input: RefundOrderInput!) { answer: refundOrder(input: $input) { userErrors { code } } }'
const SHIP = 'mutation ($input: ShipFulfilmentInput!) { answer: shipFulfilment(input: $input) { userErrors { code } } }'
const DELIVERED = 'mutation ($input: MarkShipmentDeliveredInput!) { answer: markShipmentDelivered(input: $input) { userErrors { code } } }'

const lineOf = (real: RealOrder, { variants }: Shop, kind: Kind): string | undefined =>
  real.lines.find(({ variantId }) => variantId === variants[kind])?.id

/** A command about the order at a place. */
const about = (
  told: string,
  place: number,
  run: (order: ModelOrder, shop: Shop, model: Parameters<ShopCommand['run']>[0]) => Promise<void>,
): ShopCommand =>
  command({
    told,
    when: ({ orders }) => orders.length > 0,
    async run(model, shop) {
      const order = orderAt(model, place) ?? assert.fail()
      await run(order, shop, model)
      return order
    },
  })

/** Cancels an order. */
export const cancel = (place: number): ShopCommand =>
  about(`cancel ${place}`, place, async (order, shop, model) => {
    const expected = order.state === 'CANCELLED' ? ['ALREADY_CANCELLED'] : order.parcels.length > 0 ? ['ALREADY_SHIPPED'] : []
    assert.deepEqual(await codesOf(shop.buyer, CANCEL, { orderId: order.id, idempotencyKey: randomUUID() }), expected, 'cancel')
    if (expected.length === 0) undo(model, order)
  })

/** Gives back an amount. */
export const refundAmount = (place: number, percent: number): ShopCommand =>
  about(`refund ${percent} % of ${place}`, place, async (order, { staff }) => {
    const amount = (order.totalMinor * BigInt(percent)) / 100n
    const expected = order.state !== 'SOLD' ? ['NOT_REFUNDABLE'] : amount > order.totalMinor - order.refundedMinor ? ['REFUND_TOO_LARGE'] : []
    const input = { orderId: order.id, amountMinor: String(amount), idempotencyKey: randomUUID() }
    assert.deepEqual(await codesOf(staff, REFUND, input), expected, 'refund')
    if (expected.length === 0) order.refundedMinor += amount
  })

/** What refunding pieces must be answered with. */
function refusalOfPieces(order: ModelOrder, kind: Kind, pieces: number): string[] {
  if (order.state !== 'SOLD') return ['NOT_REFUNDABLE']
  if (order.returned[kind] + pieces > order.pieces[kind]) return ['TOO_MANY_PIECES']
  return shareOf(order, kind, pieces) > order.totalMinor - order.refundedMinor ? ['REFUND_TOO_LARGE'] : []
}

/** What pieces are refunded, and what becomes of them. */
export interface Returned {
  readonly place: number
  readonly kind: Kind
  readonly pieces: number
  readonly restock: boolean
}

/** Gives back what pieces cost, and has them come back if that is said. */
export const refundPieces = ({ place, kind, pieces, restock }: Returned): ShopCommand =>
  about(`refund ${pieces} of ${kind} of ${place}${restock ? ', back into stock' : ''}`, place, async (order, shop, model) => {
    const lineId = lineOf(await realOrder(shop, order.id), shop, kind)
    if (lineId === undefined) return
    const expected = refusalOfPieces(order, kind, pieces)
    const amount = expected.length === 0 ? shareOf(order, kind, pieces) : 0n
    const input = { orderId: order.id, lines: [{ lineId, quantity: pieces }], restock, idempotencyKey: randomUUID() }
    assert.deepEqual(await codesOf(shop.staff, REFUND, input), expected, 'refund of pieces')
    if (expected.length > 0) return
    order.refundedMinor += amount
    order.returned[kind] += pieces
    if (restock) order.restocked[kind] += pieces
    if (restock) model.onHand[kind] += pieces
  })

/** A parcel leaves with all that is left, or with one piece of a kind. */
export const ship = (place: number, only: Kind | undefined): ShopCommand =>
  about(`ship ${only === undefined ? 'the rest' : `one of ${only}`} of ${place}`, place, async (order, shop) => {
    const real = await restingOrder(shop, order.id)
    const lineId = only === undefined ? undefined : lineOf(real, shop, only)
    if (real.fulfilments.length === 0 || (only !== undefined && lineId === undefined)) return
    const open = KINDS.map((kind) => openPieces(order, kind))
    const nothing = open.every((pieces) => pieces === 0)
    const tooMany = only !== undefined && open[only] === 0
    const expected = order.state !== 'SOLD' ? ['NOT_READY'] : nothing ? ['NOTHING_TO_SHIP'] : tooMany ? ['TOO_MANY_PIECES'] : []
    const lines = lineId === undefined ? {} : { lines: [{ lineId, quantity: 1 }] }
    const input = { orderId: order.id, fulfilmentId: real.fulfilments[0]?.id, ...lines, carrier: 'Model', idempotencyKey: randomUUID() }
    assert.deepEqual(await codesOf(shop.staff, SHIP, input), expected, 'ship')
    if (expected.length > 0) return
    for (const kind of KINDS) order.shipped[kind] += only === undefined ? (open[kind] ?? 0) : Number(kind === only)
    order.parcels.push({ pieces: 1, delivered: false })
  })

/** A parcel arrives. */
export const arrive = (place: number, parcel: number): ShopCommand =>
  about(`parcel ${parcel} of ${place} arrives`, place, async (order, shop) => {
    const nth = parcel % Math.max(1, order.parcels.length)
    const known = order.parcels[nth]
    if (known === undefined) return
    const { shipments } = await realOrder(shop, order.id)
    const input = { orderId: order.id, shipmentId: shipments[nth]?.id, idempotencyKey: randomUUID() }
    assert.deepEqual(await codesOf(shop.staff, DELIVERED, input), known.delivered ? ['ALREADY_DELIVERED'] : [], 'arrive')
    known.delivered = true
  })
