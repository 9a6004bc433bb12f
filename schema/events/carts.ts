import { z } from 'zod'

import { defineEvent, type EventOf } from './defineEvent.ts'
import { id, subject } from './fields.ts'

/** What happens to carts. */
export const cartEvents = {
  'cart.changed': defineEvent('cart.changed', 'carts', {
    meaning: 'Something of a cart changed; read it again.',
    data: z.object({
      cartId: id,
      owner: subject,
      cartVersion: z.int().min(1),
      /** What is in it now. */
      variantIds: z.array(id).max(100),
    }),
  }),
} as const

/** An event of a cart. */
export type CartEvent = EventOf<typeof cartEvents>
