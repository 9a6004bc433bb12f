import type pg from 'pg'

import { isDatabaseFailure, reasonOf } from '@agora/database/outage.ts'
import type { EventMetadata } from '@agora/event-store/event.ts'
import type { EventStore } from '@agora/event-store/eventStore.ts'
import type { Logger } from '@agora/logger/logger.ts'

import { evolve } from '../order/evolve.ts'
import { unplaced, type Order } from '../order/order.ts'
import type { CheckoutMetrics } from './checkoutMetrics.ts'
import { drive, type DriveParts, type Standing } from './drive.ts'
import type { OrderLog } from './orderLog.ts'
import type { Perform } from './participants.ts'
import type { Placement } from './placement.ts'
import { forgetProcess, letGo, readProcess, type Taken } from './processes.ts'
import { readOrder } from './readOrders.ts'
import type { Patience } from './rest.ts'
import { troubleOf } from './trouble.ts'

/** What orders are driven with. */
export interface DriverParts {
  readonly pool: pg.Pool
  readonly store: Pick<EventStore, 'append' | 'read'>
  readonly log: OrderLog
  readonly perform: Perform
  readonly metrics: CheckoutMetrics
  readonly logger: Logger
  readonly clock: () => Date
  readonly patience: Patience
  /** The runner that drives. */
  readonly owner: string
}

/** Drives orders, from their beginning or from where somebody left them. */
export interface Driver {
  /** Writes the first event and goes on. */
  begin(placement: Placement, metadata: EventMetadata): Promise<Order | undefined>
  /** Goes on with an order that is this runner's. Never throws: an order that cannot be driven is let go. */
  goOn(taken: Taken): Promise<Order | undefined>
}

/** Makes the driver of a process. */
export function createDriver(parts: DriverParts): Driver {
  const { pool, store, log, owner, logger } = parts
  const driveParts = drivePartsOf(parts)
  return {
    async begin(placement, metadata) {
      const { orderId, placed, means } = placement
      const event = { type: 'order.placed', data: placed } as const
      await log.append({ orderId, expectedVersion: 0, events: [event], metadata, placement })
      const process = { orderId, owner, attempts: 0, wakes: 0, means }
      return drive({ order: evolve(unplaced(orderId), event), process, correlationId: metadata.correlationId }, driveParts)
    },
    async goOn(taken) {
      try {
        const stored = await readOrder(store, pool, taken.orderId)
        return stored === undefined ? undefined : await drive({ ...stored, process: taken }, driveParts)
      } catch (error) {
        if (isDatabaseFailure(error)) logger.warn({ reason: reasonOf(error), orderId: taken.orderId }, 'A checkout waits for the database')
        else logger.error({ err: error, orderId: taken.orderId }, 'A checkout could not go on')
        await letGo(pool, taken, troubleOf(error, taken)).catch(() => undefined)
        return undefined
      }
    },
  }
}

function drivePartsOf({ pool, store, log, perform, metrics, logger, clock, patience, owner }: DriverParts): DriveParts {
  const reload = async (orderId: string): Promise<Standing | undefined> => {
    const [stored, process] = await Promise.all([readOrder(store, pool, orderId), readProcess(pool, orderId)])
    return stored === undefined || process?.owner !== owner ? undefined : { ...stored, process }
  }
  return {
    log,
    perform: metrics.timed(perform),
    patience,
    clock,
    reload,
    rest: (process, rest) => (rest.kind === 'over' ? forgetProcess(pool, process) : letGo(pool, process, rest)),
    decided(order, { events, correlationId }) {
      metrics.decided(order, events)
      if (events.some(({ type }) => type === 'order.needsAttention'))
        logger.error({ orderId: order.id, correlationId, attention: order.attention }, 'A checkout stopped: a person must look')
      if (events.some(({ type }) => type === 'order.cancelled'))
        logger.info({ orderId: order.id, correlationId, code: order.cancellation?.code }, 'An order was cancelled')
    },
  }
}
