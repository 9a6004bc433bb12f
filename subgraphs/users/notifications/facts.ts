import { z } from 'zod'

import { amount, code, currency } from '../../../schema/events/fields.ts'

const money = { amountMinor: amount, currency }
const orderNumber = z.string().max(32)
const pieces = z.int().min(1)

/** What a message about an order is filled with, by its template: kept until it is sent, and nothing of it personal. */
export const factsShape = z.discriminatedUnion('template', [
  z.object({ template: z.literal('order-confirmed'), orderNumber, pieces, ...money }),
  z.object({ template: z.literal('order-cancelled'), orderNumber, code }),
  z.object({ template: z.literal('payment-declined'), ...money }),
  z.object({
    template: z.literal('order-shipped'),
    orderNumber,
    pieces,
    carrier: z.string().max(64),
    trackingNumber: z.string().max(128).nullable(),
  }),
  z.object({ template: z.literal('order-refunded'), orderNumber, ...money }),
])

/** They, of one message. */
export type OrderFacts = z.output<typeof factsShape>

/** A message about an order, by name. */
export type OrderTemplate = OrderFacts['template']
