import { z } from 'zod'

import { defineEvent, type EventOf } from './defineEvent.ts'
import { amount, currency, id } from './fields.ts'

const about = z.object({ productId: id, slug: z.string().max(200), name: z.string().max(200), brand: z.string().max(200), categoryId: id })

/** What happens in the catalogue and in the stock, as others may know it. */
export const productEvents = {
  'product.published': defineEvent('product.published', 'products', {
    meaning: 'Customers can see the product from now on.',
    data: about.extend({ variantIds: z.array(id).max(1000) }),
  }),
  'product.changed': defineEvent('product.changed', 'products', {
    meaning: 'What is shown of a published product changed.',
    data: about.extend({ variantIds: z.array(id).max(1000) }),
  }),
  'product.withdrawn': defineEvent('product.withdrawn', 'products', {
    meaning: 'Customers cannot see the product any more.',
    data: z.object({ productId: id }),
  }),
  'price.changed': defineEvent('price.changed', 'products', {
    meaning: 'A variant that customers see costs something else in a currency; null stands for no price there.',
    data: z.object({ productId: id, variantId: id, currency, beforeMinor: amount.nullable(), afterMinor: amount.nullable() }),
  }),
  'stock.changed': defineEvent('stock.changed', 'stock', {
    meaning: 'What the shop shows of a stock changed: the pieces that can be had over all locations, counted to 99.',
    data: z.object({ productId: id, variantId: id, available: z.int().min(0).max(99) }),
  }),
} as const

/** An event of the catalogue. */
export type ProductEvent = EventOf<typeof productEvents>
