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
  'category.changed': defineEvent('category.changed', 'products', {
    meaning: 'A category came, was edited, or stands elsewhere in the tree with everything below it; null stands for a root.',
    data: z.object({ categoryId: id, slug: z.string().max(200), name: z.string().max(200), parentId: id.nullable(), position: z.int().min(0) }),
  }),
  'category.removed': defineEvent('category.removed', 'products', {
    meaning: 'A category, which held nothing, is gone.',
    data: z.object({ categoryId: id }),
  }),
  'attribute.defined': defineEvent('attribute.defined', 'products', {
    meaning: 'An attribute that products may have came, or is shown and counted otherwise.',
    data: z.object({
      key: z.string().min(1).max(64),
      label: z.string().max(200),
      kind: z.enum(['TEXT', 'NUMBER', 'BOOLEAN', 'LIST']),
      unit: z.string().max(64).nullable(),
      facet: z.boolean(),
      position: z.int().min(0),
    }),
  }),
  'stock.changed': defineEvent('stock.changed', 'stock', {
    meaning: 'What the shop shows of a stock changed: the pieces that can be had over all locations, counted to 99.',
    data: z.object({ productId: id, variantId: id, available: z.int().min(0).max(99) }),
  }),
} as const

/** An event of the catalogue. */
export type ProductEvent = EventOf<typeof productEvents>
