import type { Handlers } from '@agora/event-bus/handlers.ts'

import type { ProductEvent } from '../../../schema/events/products.ts'
import { takeInProduct, takeInStock, takeOutProduct } from './takeIn.ts'

/** What the catalogue's events change in what may be recommended. */
export const catalogueHandlers: Handlers<ProductEvent> = {
  'product.published': (client, { data, version }) => takeInProduct(client, data, version),
  'product.changed': (client, { data, version }) => takeInProduct(client, data, version),
  'product.withdrawn': (client, { data, version }) => takeOutProduct(client, data.productId, version),
  'stock.changed': (client, { data, version }) => takeInStock(client, data, version),
}
