import { z } from 'zod'

import { defineMethod } from '../defineMethod.ts'

const contactShape = z.object({
  email: z.string().max(254),
  name: z.string().max(200),
  phone: z.string().max(32).optional(),
  locale: z.string().max(8),
  viewToken: z.string().max(1024),
})

/** Whom to write to about an order. */
export type OrderContact = z.output<typeof contactShape>

/** Whom to write to about an order: `schema/proto/agora/orders/v1/orders.proto`. No contact when it was erased or there is no such order. */
export const contact = defineMethod({
  service: 'agora.orders.v1.Orders',
  method: 'Contact',
  idempotent: true,
  request: z.object({ orderId: z.string().min(1).max(64) }),
  response: z.object({ contact: contactShape.optional() }),
})
