import type { RequestFacts, SubgraphContext } from '@agora/subgraph-kit/context.ts'

import { createCartLoaders, type CartLoaders } from './cart/cartLoaders.ts'
import type { CartReads } from './cart/cartReads.ts'
import { createQuotes, type Quotes } from './cart/quotes.ts'
import type { Catalogue } from './catalogue.ts'
import type { Commerce } from './commerce.ts'
import type { MergeWork } from './merge/mergeCart.ts'

/** What the resolvers of one request share. */
export interface OrdersContext extends SubgraphContext {
  readonly carts: CartLoaders
  readonly quotes: Quotes
  readonly work: MergeWork
  readonly commerce: Commerce
}

/** What contexts are made of. */
export interface ContextParts {
  readonly reads: CartReads
  readonly catalogue: Catalogue
  readonly work: MergeWork
  readonly commerce: Commerce
}

/** Makes the context of a request. */
export function createContextOf({ reads, catalogue, work, commerce }: ContextParts): (facts: RequestFacts) => OrdersContext {
  return (facts) => ({
    ...facts,
    carts: createCartLoaders(reads, facts.viewer),
    quotes: createQuotes((variantIds, currencyCode) => catalogue.quote({ variantIds: [...variantIds], currency: currencyCode }, facts)),
    work,
    commerce,
  })
}
