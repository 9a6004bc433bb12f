import type pg from 'pg'

import type { Waker } from '@agora/event-store/wake.ts'
import type { RequestFacts, SubgraphContext } from '@agora/subgraph-kit/context.ts'

import type { DefinitionCache } from './attribute/definitions.ts'
import type { ProductsStore } from './events/productsStore.ts'
import { createLoaders, type Loaders } from './loaders.ts'
import type { ProductsPrisma } from './productsPrisma.ts'

/** What a process has one of. */
export interface Resources {
  readonly pool: pg.Pool
  /** For mutations of plain rows, and for lists that only staff asks for. */
  readonly prisma: ProductsPrisma
  /** Milliseconds since 1970. */
  readonly clock: () => number
  readonly definitions: DefinitionCache
  readonly store: ProductsStore
  /** Tells the worker that there are new events. */
  readonly waker: Waker
}

/** What the resolvers of one request share. */
export interface Context extends SubgraphContext, Resources {
  /** Replaced after every mutation: what was read before it is no longer true. */
  loaders: Loaders
  /** Whether a mutation of this request has appended events. */
  announced: boolean
}

/** Makes the context of a request. */
export function createContext({ viewer, requestId, logger }: RequestFacts, resources: Resources): Context {
  return { viewer, requestId, logger, ...resources, loaders: createLoaders(resources.pool), announced: false }
}
