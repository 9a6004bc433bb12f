import type { DataOfEvent } from '../order/order.ts'
import type { PaymentMeans } from './participants.ts'

/** An address that something is sent or billed to. Personal: never in an event. */
export interface PostalAddress {
  readonly name: string
  readonly company: string | null
  readonly line1: string
  readonly line2: string | null
  readonly city: string
  readonly region: string | null
  readonly postalCode: string
  /** ISO 3166-1 alpha-2. */
  readonly countryCode: string
}

/** Whom an order is for. Personal: never in an event. */
export interface OrderContact {
  readonly id: string
  readonly orderId: string
  readonly email: string
  readonly name: string
  readonly phone: string | null
  /** `en` or `de`. */
  readonly locale: string
  readonly shippingAddress: PostalAddress
  /** Null for the same as shipping. */
  readonly billingAddress: PostalAddress | null
  readonly createdAt: Date
  readonly expiresAt: Date
}

/** All that is written with the first event of an order. */
export interface Placement {
  readonly orderId: string
  readonly placed: DataOfEvent<'order.placed'>
  readonly cartVersion: number
  readonly contact: OrderContact
  readonly means: PaymentMeans
  /** The request by which the order was placed: repeated, it finds this order. */
  readonly request: { readonly actorSub: string; readonly key: string; readonly hash: Buffer }
}
