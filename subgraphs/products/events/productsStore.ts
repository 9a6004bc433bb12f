import { createEventStore, type EventStore } from '@agora/event-store/eventStore.ts'
import type { StreamAppend } from '@agora/event-store/streamAppend.ts'

import { catalogue } from '../../../schema/events/catalogue.ts'
import type { ProductEvent } from '../../../schema/events/products.ts'

/** What is to be added to the stream of a product or of a variant. */
export type Announcement = StreamAppend<ProductEvent>

/** The events of this domain. */
export type ProductsStore = EventStore<ProductEvent>

/** Makes the store. */
export const createProductsStore = (): ProductsStore => createEventStore<ProductEvent>({ catalogue })

/**
 * An event that follows whatever its stream holds. What happens to a product and to its prices is in the product's stream and written while the
 * product's row is held; what happens to a variant's stock is in the variant's, and written while all of its stock rows are held.
 */
export const announcement = (stream: string, ...events: readonly ProductEvent[]): Announcement => ({ stream, expectedVersion: 'any', events })
