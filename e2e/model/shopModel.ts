/** The variants that a run buys, by their place. */
export const KINDS = [0, 1] as const
/** One of them. */
export type Kind = (typeof KINDS)[number]
/** So many pieces of each lie there when a run begins. */
export const PIECES = 6

/** Cards of the provider, by what they do. */
export const cards = ['pm_card_visa', 'pm_card_declined', 'pm_card_insufficient_funds', 'pm_card_3ds'] as const
/** One of them. */
export type Card = (typeof cards)[number]

/** A parcel that left. */
export interface Parcel {
  readonly pieces: number
  delivered: boolean
}

/** An order as the model believes it to be. */
export interface ModelOrder {
  state: 'WAITING' | 'SOLD' | 'CANCELLED'
  /** How the checkout was asked for, to ask in the same words again. */
  readonly input: object
  readonly id: string
  /** Pieces by kind. */
  readonly pieces: readonly [number, number]
  readonly totalMinor: bigint
  /** What the buyer pays for each kind's line, tax and all. */
  readonly lineMinor: readonly [bigint, bigint]
  /** Pieces whose money went back, and those of them that went back into the stock, by kind. */
  readonly returned: [number, number]
  readonly restocked: [number, number]
  refundedMinor: bigint
  readonly shipped: [number, number]
  readonly parcels: Parcel[]
}

/** A shop with one buyer, as simple as it can be told. */
export interface ShopModel {
  readonly onHand: [number, number]
  readonly reserved: [number, number]
  /** What is in the cart, by kind. */
  readonly cart: [number, number]
  readonly orders: ModelOrder[]
}

/** A shop where nothing was bought yet. */
export const newShopModel = (): ShopModel => ({ onHand: [PIECES, PIECES], reserved: [0, 0], cart: [0, 0], orders: [] })

/** The order that waits for its buyer; a cart has one at most. */
export const waiting = ({ orders }: ShopModel): ModelOrder | undefined => orders.find(({ state }) => state === 'WAITING')

/** The order at a place, counted round. */
export const orderAt = ({ orders }: ShopModel, place: number): ModelOrder | undefined => orders[place % Math.max(1, orders.length)]

/** How many pieces the cart has too many. */
export const isShort = ({ cart, onHand, reserved }: ShopModel): boolean => KINDS.some((kind) => cart[kind] > onHand[kind] - reserved[kind])

/** How much of an order has not left and is not back in the stock. */
export const openPieces = ({ pieces, restocked, shipped }: ModelOrder, kind: Kind): number =>
  Math.max(0, pieces[kind] - restocked[kind] - shipped[kind])

/** What an order is called. */
export function statusOf(order: ModelOrder): string {
  if (order.state !== 'SOLD') return order.state === 'WAITING' ? 'PLACED' : 'CANCELLED'
  if (order.parcels.length === 0) return 'CONFIRMED'
  if (KINDS.some((kind) => openPieces(order, kind) > 0)) return 'PARTIALLY_SHIPPED'
  return order.parcels.every(({ delivered }) => delivered) ? 'DELIVERED' : 'SHIPPED'
}

/** An order was paid: its pieces leave the stock, and the cart is a new one. */
export function sell(model: ShopModel, order: ModelOrder): void {
  order.state = 'SOLD'
  for (const kind of KINDS) {
    model.onHand[kind] -= order.pieces[kind]
    model.cart[kind] = 0
  }
}

/** An order is undone: what was not put back yet is. */
export function undo(model: ShopModel, order: ModelOrder): void {
  for (const kind of KINDS) {
    if (order.state === 'WAITING') model.reserved[kind] -= order.pieces[kind]
    else model.onHand[kind] += order.pieces[kind] - order.restocked[kind]
  }
  if (order.state === 'SOLD') order.refundedMinor = order.totalMinor
  order.state = 'CANCELLED'
}

/** What so many further pieces of a line cost, so that all of them together cost the line. */
export function shareOf(order: ModelOrder, kind: Kind, pieces: number): bigint {
  const upTo = (count: number): bigint => (order.lineMinor[kind] * BigInt(count)) / BigInt(order.pieces[kind])
  return upTo(order.returned[kind] + pieces) - upTo(order.returned[kind])
}
