import { z } from 'zod'

import { defineEvent, nextVersion, type EventOf } from './defineEvent.ts'
import { amount, code, currency, id, instant, quantity, reason, subject } from './fields.ts'
import { reasonIdOf } from './spokenReasons.ts'

/** Steps that the checkout asks of others. Forward: reserve, authorise, capture, commit. Backward: release, void, refund, restock. */
export const sagaSteps = ['reserve', 'authorise', 'capture', 'commit', 'release', 'void', 'refund', 'restock'] as const

const step = z.enum(sagaSteps)
const line = z.object({
  lineId: id,
  variantId: id,
  productId: id,
  sku: z.string().max(64),
  quantity,
  unitPriceMinor: amount,
})
/** One step of the way from lines to total, so that an order can always explain its total. */
const totalStep = z.object({
  kind: z.enum(['LINES', 'DISCOUNT', 'SHIPPING', 'TAX']),
  code,
  /** The order line it belongs to; null for the order as a whole. */
  lineId: id.nullable(),
  amountMinor: amount,
  /** Whether the amount is contained in prices already, as an inclusive tax is, and adds nothing to the total. */
  included: z.boolean(),
  /** Parts per million, for a tax. */
  ratePpm: z.int().min(0).max(1_000_000).nullable(),
})
const totals = z.object({
  linesMinor: amount,
  discountMinor: amount,
  shippingMinor: amount,
  taxMinor: amount,
  totalMinor: amount,
  steps: z.array(totalStep).max(1000),
})
/** What readers of the bus need of an order without asking for it. */
const sold = z.object({
  orderNumber: z.string().max(32),
  buyer: subject,
  contactId: id,
  currency,
  totalMinor: amount,
  lines: z.array(z.object({ variantId: id, productId: id, quantity, totalMinor: amount })).max(100),
})
const moved = z
  .array(z.object({ lineId: id, quantity }))
  .min(1)
  .max(100)
const movedIfAny = moved.or(z.array(z.never()).max(0))
const nothing = z.object({})
/** Where the words of whoever asked for it are kept, outside the events; null when nothing was said. */
const reasonId = id.nullable()

/** What can happen to an order. Its stream is the log of its checkout as well. */
export const orderEvents = {
  'order.placed': defineEvent('order.placed', 'orders', {
    meaning: 'A buyer asked for what was in a cart, at these prices; nothing is promised yet.',
    data: z.object({
      orderNumber: z.string().max(32),
      buyer: subject,
      cartId: id,
      contactId: id,
      currency,
      lines: z.array(line).min(1).max(100),
      totals,
      shippingMethodId: id,
      shippingMethodCode: code,
      placedAt: instant,
      /** When the checkout gives up waiting for a payment. */
      expiresAt: instant,
    }),
  }),
  'order.stockReserved': defineEvent('order.stockReserved', 'orders', { meaning: 'Products holds the pieces for this order.', data: nothing }),
  'order.paymentActionRequired': defineEvent('order.paymentActionRequired', 'orders', {
    meaning: 'The buyer must do something at the payment provider, or the provider takes its time.',
    data: z.object({ paymentId: id, redirectUrl: z.url().max(2000).nullable() }),
  }),
  'order.paymentAuthorised': defineEvent('order.paymentAuthorised', 'orders', {
    meaning: 'The provider holds the money for this order.',
    data: z.object({ paymentId: id }),
  }),
  'order.confirmed': defineEvent('order.confirmed', 'orders', {
    meaning: 'Stock and money are both held: from here the order only goes forward.',
    data: sold,
  }),
  'order.paymentCaptured': defineEvent('order.paymentCaptured', 'orders', { meaning: 'The money was taken.', data: nothing }),
  'order.stockCommitted': defineEvent('order.stockCommitted', 'orders', { meaning: 'The pieces left the stock.', data: nothing }),
  'order.completed': defineEvent('order.completed', 'orders', { meaning: 'The checkout has nothing left to do.', data: nothing }),
  'order.cancelRequested': nextVersion(
    defineEvent('order.cancelRequested', 'orders', {
      meaning: 'Somebody asked to cancel; done as soon as no step is under way.',
      data: z.object({ code, reason: reason.nullable() }),
    }),
    { data: z.object({ code, reasonId }), upcast: ({ reason, ...data }) => ({ ...data, reasonId: reasonIdOf(reason) }) },
  ),
  'order.cancelling': nextVersion(
    defineEvent('order.cancelling', 'orders', {
      meaning: 'What was done for the order is being undone, in reverse.',
      data: z.object({ code, reason: reason.nullable(), undo: z.array(step).max(8) }),
    }),
    { data: z.object({ code, reasonId, undo: z.array(step).max(8) }), upcast: ({ reason, ...data }) => ({ ...data, reasonId: reasonIdOf(reason) }) },
  ),
  'order.stockReleased': defineEvent('order.stockReleased', 'orders', { meaning: 'The pieces are no longer held.', data: nothing }),
  'order.paymentVoided': defineEvent('order.paymentVoided', 'orders', { meaning: 'The money is no longer held.', data: nothing }),
  'order.paymentReturned': defineEvent('order.paymentReturned', 'orders', {
    meaning: 'The whole payment of a cancelled order was given back.',
    data: z.object({ amountMinor: amount }),
  }),
  'order.stockReturned': defineEvent('order.stockReturned', 'orders', {
    meaning: 'The pieces of a cancelled order are back in stock.',
    data: nothing,
  }),
  'order.cancelled': nextVersion(
    defineEvent('order.cancelled', 'orders', {
      meaning: 'The order ended without a sale, and everything done for it was undone.',
      data: z.object({ code, reason: reason.nullable(), sold }),
    }),
    { data: z.object({ code, reasonId, sold }), upcast: ({ reason, ...data }) => ({ ...data, reasonId: reasonIdOf(reason) }) },
  ),
  'order.needsAttention': defineEvent('order.needsAttention', 'orders', {
    meaning: 'A step failed more often than it is tried: a person must look and resume.',
    data: z.object({ step, code, reason: reason.nullable() }),
  }),
  'order.resumed': defineEvent('order.resumed', 'orders', { meaning: 'A person had the checkout try again where it stopped.', data: nothing }),
  'order.refundRequested': nextVersion(
    defineEvent('order.refundRequested', 'orders', {
      meaning: 'A part of the money is to be given back.',
      data: z.object({ refundId: id, amountMinor: amount, reason: reason.nullable(), restock: z.boolean(), lines: movedIfAny }),
    }),
    {
      data: z.object({ refundId: id, amountMinor: amount, reasonId, restock: z.boolean(), lines: movedIfAny }),
      upcast: ({ reason, ...data }) => ({ ...data, reasonId: reasonIdOf(reason) }),
    },
  ),
  'order.refunded': defineEvent('order.refunded', 'orders', {
    meaning: 'A part of the money was given back.',
    data: z.object({ refundId: id, amountMinor: amount, currency, buyer: subject, contactId: id, orderNumber: z.string().max(32) }),
  }),
  'order.refundFailed': defineEvent('order.refundFailed', 'orders', {
    meaning: 'The provider refused to give money back; nothing was returned.',
    data: z.object({ refundId: id, code }),
  }),
  'order.refundRestocked': defineEvent('order.refundRestocked', 'orders', {
    meaning: 'The pieces of a refund are back in stock.',
    data: z.object({ refundId: id }),
  }),
  'order.noteAdded': defineEvent('order.noteAdded', 'orders', {
    meaning: 'Staff wrote a note about the order. Its text is kept outside the events.',
    data: z.object({ noteId: id }),
  }),
  'order.fulfilmentCreated': defineEvent('order.fulfilmentCreated', 'orders', {
    meaning: 'A warehouse was told to pack these lines.',
    data: z.object({ fulfilmentId: id, lines: moved }),
  }),
  'order.shipped': defineEvent('order.shipped', 'orders', {
    meaning: 'A parcel with these lines left.',
    data: z.object({
      shipmentId: id,
      fulfilmentId: id,
      lines: moved,
      carrier: z.string().max(64),
      trackingNumber: z.string().max(128).nullable(),
      buyer: subject,
      contactId: id,
      orderNumber: z.string().max(32),
    }),
  }),
  'order.delivered': defineEvent('order.delivered', 'orders', { meaning: 'A parcel arrived.', data: z.object({ shipmentId: id }) }),
} as const

/** An event of an order. */
export type OrderEvent = EventOf<typeof orderEvents>
