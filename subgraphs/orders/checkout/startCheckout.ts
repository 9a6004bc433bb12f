import type pg from 'pg'

import type { EventStore } from '@agora/event-store/eventStore.ts'
import { newId } from '@agora/ids/typeId.ts'
import type { Logger } from '@agora/logger/logger.ts'
import type { Metrics } from '@agora/metrics/metrics.ts'
import type { Caller } from '@agora/rpc/caller.ts'

import { createCartReads } from '../cart/cartReads.ts'
import { createPriceOrder } from '../totals/priceOrder.ts'
import type { Tariffs } from '../totals/tariffs.ts'
import { createAdmission } from './admission.ts'
import type { CheckoutWork } from './checkoutCart.ts'
import { createCheckoutMetrics } from './checkoutMetrics.ts'
import { createCheckoutReads } from './checkoutReads.ts'
import { createCheckouts, type Checkouts } from './checkouts.ts'
import { createPerform } from './participants.ts'
import { defaultPatience, type Patience } from './rest.ts'
import { startRunner } from './runner.ts'

/** How this process checks out. */
export interface CheckoutSettings {
  /** So many checkouts at a time are let in. @default 512 */
  readonly mostInFlight?: number | undefined
  /** How long an order waits for its payment, in milliseconds. @default 15 minutes */
  readonly waitMs?: number | undefined
  /** For how long the others wait for a process that stands still, in milliseconds. @default 3000 */
  readonly leaseMs?: number | undefined
  /** For all tries of one call to a participant, in milliseconds. @default 5000 */
  readonly callTimeoutMs?: number | undefined
  readonly patience?: Patience | undefined
  /** How often orders are looked at that another release could not read, in milliseconds. @default a minute */
  readonly lookAgainMs?: number | undefined
}

/** What checkouts are made of. */
export interface CheckoutProcessParts {
  readonly pool: pg.Pool
  readonly store: EventStore
  /** Called after a commit, when there is something to read. */
  readonly wake: () => void
  readonly products: Pick<Caller, 'call'>
  readonly payments: Pick<Caller, 'call'>
  readonly tariffs: Tariffs
  readonly logger: Logger
  readonly metrics: Metrics
  readonly clock: () => Date
  readonly settings: CheckoutSettings
}

/** The checkout of a process, which drives its own orders and those that others left behind. */
export interface CheckoutProcess {
  readonly work: CheckoutWork & { readonly checkouts: Checkouts }
  stop(): Promise<void>
}

const MOST_IN_FLIGHT = 512
const WAIT_MS = 15 * 60_000
const LEASE_MS = 3000

/** Begins to live as a runner and to look for orders that are due. */
export async function startCheckout(parts: CheckoutProcessParts): Promise<CheckoutProcess> {
  const { pool, store, wake, products, payments, tariffs, logger, clock, settings } = parts
  const { mostInFlight = MOST_IN_FLIGHT, waitMs = WAIT_MS, leaseMs = LEASE_MS, callTimeoutMs, patience = defaultPatience, lookAgainMs } = settings
  const metrics = createCheckoutMetrics(parts.metrics)
  const runner = await startRunner({ pool, logger, leaseMs })
  const perform = createPerform({ products, payments, timeoutMs: callTimeoutMs })
  const newCartId = (): string => newId('Cart')
  const checkouts = createCheckouts({ pool, store, runner, perform, metrics, logger, newCartId, wake, clock, patience, lookAgainMs })
  const admission = createAdmission({ most: mostInFlight, onBusy: metrics.busy })
  return {
    work: {
      pool,
      reads: createCheckoutReads(pool, createCartReads(pool, clock), clock),
      clock,
      checkouts,
      priceOrder: createPriceOrder(tariffs, clock),
      admission,
      waitMs,
    },
    async stop() {
      await checkouts.stop()
      await runner.stop()
    },
  }
}
