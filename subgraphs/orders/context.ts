import type { EventStore } from '@agora/event-store/eventStore.ts'
import type { RequestFacts, SubgraphContext } from '@agora/subgraph-kit/context.ts'

import { createCartLoaders, type CartLoaders } from './cart/cartLoaders.ts'
import type { CartReads } from './cart/cartReads.ts'
import { createQuotes, type Quotes } from './cart/quotes.ts'
import type { Catalogue } from './catalogue.ts'
import type { CheckoutProcess } from './checkout/startCheckout.ts'
import type { Commerce } from './commerce.ts'
import type { MergeWork } from './merge/mergeCart.ts'
import { createOrderLoaders, type OrderLoaders } from './order/orderLoaders.ts'
import type { ViewTokens } from './order/viewToken.ts'

/** What the resolvers of one request share. */
export interface OrdersContext extends SubgraphContext {
  readonly carts: CartLoaders
  readonly quotes: Quotes
  readonly work: MergeWork
  readonly commerce: Commerce
  readonly orders: OrderLoaders
  readonly checkout: CheckoutProcess['work']
  readonly viewTokens: ViewTokens
}

/** What contexts are made of. */
export interface ContextParts {
  readonly reads: CartReads
  readonly catalogue: Catalogue
  readonly work: MergeWork
  readonly commerce: Commerce
  readonly checkout: CheckoutProcess['work']
  readonly store: Pick<EventStore, 'readMany'>
  readonly viewTokens: ViewTokens
}

/** Makes the context of a request. */
export function createContextOf(parts: ContextParts): (facts: RequestFacts) => OrdersContext {
  const { reads, catalogue, work, commerce, checkout, store, viewTokens } = parts
  return (facts) => ({
    ...facts,
    carts: createCartLoaders(reads, facts.viewer),
    quotes: createQuotes((variantIds, currencyCode) => catalogue.quote({ variantIds: [...variantIds], currency: currencyCode }, facts)),
    work,
    commerce,
    orders: createOrderLoaders(commerce.pool, store, facts.viewer),
    checkout,
    viewTokens,
  })
}
