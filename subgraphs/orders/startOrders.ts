import { randomInt } from 'node:crypto'
import { join } from 'node:path'

import type pg from 'pg'

import { createEventStore } from '@agora/event-store/eventStore.ts'
import { createWaker } from '@agora/event-store/wake.ts'
import { newId } from '@agora/ids/typeId.ts'
import type { Logger } from '@agora/logger/logger.ts'
import type { Metrics } from '@agora/metrics/metrics.ts'
import type { Caller } from '@agora/rpc/caller.ts'
import { openKeyFolder } from '@agora/security/keyFolder.ts'
import { startSubgraph, type RunningSubgraph } from '@agora/subgraph-kit/startSubgraph.ts'
import type { SubgraphEnvironment } from '@agora/subgraph-kit/subgraphEnvironment.ts'

import { catalogue } from '../../schema/events/catalogue.ts'
import { createCartReads } from './cart/cartReads.ts'
import type { TellParts } from './cart/tellCarts.ts'
import { createCatalogue } from './catalogue.ts'
import { startCheckout, type CheckoutSettings } from './checkout/startCheckout.ts'
import type { Commerce } from './commerce.ts'
import { createContextOf } from './context.ts'
import { entities } from './entities.ts'
import { sweep } from './expiry/sweep.ts'
import { SWEEP_EVERY_MS, startSweeper } from './expiry/sweeper.ts'
import { createAskKeys } from './identities.ts'
import { createGuestKeys } from './merge/guestKeys.ts'
import { createGuestTokenVerifier } from './merge/guestToken.ts'
import type { MergeWork } from './merge/mergeCart.ts'
import { contactService } from './order/contactService.ts'
import { createViewTokens, LINK_KEYS } from './order/viewToken.ts'
import { permissions } from './permissions.ts'
import { resolvers } from './resolvers.ts'
import { createTariffs } from './totals/tariffs.ts'
import { typeDefs } from './typeDefs.ts'

/** Everything the subgraph is given from outside. */
export interface OrdersParts {
  readonly environment: SubgraphEnvironment & { readonly TOKEN_ISSUER: string }
  readonly pool: pg.Pool
  /** See checkout/openCheckoutPool.ts. */
  readonly checkoutPool: pg.Pool
  /** The ways to the internal ports of others. */
  readonly products: Caller
  readonly users: Caller
  readonly payments: Caller
  readonly checkout?: CheckoutSettings
  readonly logger: Logger
  readonly metrics: Metrics
  /** What is closed after the last request, beside the parts above. */
  readonly onStop?: () => Promise<unknown>
  /** @default the time of day */
  readonly clock?: () => Date
}

/** Starts the subgraph, its checkout and its sweeper. Stopping it closes the pool and the callers too. */
export async function startOrders(parts: OrdersParts): Promise<RunningSubgraph> {
  const { environment, pool, checkoutPool, products, logger, metrics, clock = () => new Date() } = parts
  const store = createEventStore({ catalogue })
  const { wake } = createWaker(pool)
  const commerce: Commerce = { pool, store, wake, clock, tariffs: createTariffs(pool) }
  const checkout = await startCheckout({ ...parts, ...commerce, pool: checkoutPool, settings: parts.checkout ?? {} })
  const linkKeys = openKeyFolder(join(environment.EDGE_KEYS_DIR, LINK_KEYS), { logger })
  const viewTokens = createViewTokens(linkKeys, clock)
  // Replicas started together do not sweep together.
  const sweeper = startSweeper(() => sweep(pool, clock()), logger, SWEEP_EVERY_MS + randomInt(SWEEP_EVERY_MS / 10))
  const context = {
    reads: createCartReads(pool, clock),
    catalogue: createCatalogue(products),
    work: mergeWork(parts, clock, { store, wake }),
    commerce,
  }
  return startSubgraph({
    name: 'orders',
    typeDefs,
    resolvers,
    entities,
    permissions,
    createContext: createContextOf({ ...context, checkout: checkout.work, store, viewTokens }),
    internal: { routes: [contactService(pool, viewTokens)] },
    environment,
    logger,
    metrics,
    readiness: () => pool.query('select 1'),
    async onStop() {
      await Promise.all([sweeper.stop(), checkout.stop()])
      linkKeys.close()
      await closeParts(parts)
    },
  })
}

async function closeParts({ pool, checkoutPool, products, users, payments, onStop }: OrdersParts): Promise<void> {
  await Promise.all([pool.end(), checkoutPool.end(), products.close(), users.close(), payments.close()])
  await onStop?.()
}

function mergeWork({ environment, pool, users, logger }: OrdersParts, clock: () => Date, tell: TellParts): MergeWork {
  const keys = createGuestKeys(createAskKeys(users, logger), () => clock().getTime())
  const guestTokens = createGuestTokenVerifier({ keys, issuer: environment.TOKEN_ISSUER, clock })
  return { pool, clock, newId: { cart: () => newId('Cart'), line: () => newId('CartLine') }, guestTokens, tell }
}
