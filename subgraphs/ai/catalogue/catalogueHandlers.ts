import type { Queryable } from '@agora/database/transaction.ts'
import type { BusEvent, Handlers } from '@agora/event-bus/handlers.ts'
import { eventId } from '@agora/event-store/event.ts'

import type { ProductEvent } from '../../../schema/events/products.ts'
import { noteChange } from '../recommending/availabilityChanges.ts'
import { takeInProduct, takeInStock, takeOutProduct } from './takeIn.ts'

/** What the catalogue's events change in what may be recommended; where that may change lists that users were told, it is noted. */
export const catalogueHandlers: Handlers<ProductEvent> = {
  'product.published': async (client, event) => noted(client, event, await takeInProduct(client, event.data, event.version)),
  'product.changed': async (client, event) => noted(client, event, await takeInProduct(client, event.data, event.version)),
  'product.withdrawn': async (client, event) => noted(client, event, await takeOutProduct(client, event.data.productId, event.version)),
  'stock.changed': async (client, event) => noted(client, event, await takeInStock(client, event.data, event.version)),
}

type AboutProduct = Pick<BusEvent, 'stream' | 'version' | 'metadata'> & { readonly data: { readonly productId: string } }

async function noted(client: Queryable, { stream, version, metadata, data }: AboutProduct, changed: boolean): Promise<void> {
  if (!changed) return
  await noteChange(client, { productId: data.productId, eventId: eventId(stream, version), correlationId: metadata.correlationId })
}
