import { setTimeout as sleep } from 'node:timers/promises'

import type pg from 'pg'

import type { Result } from '@agora/errors/result.ts'
import type { EventMetadata } from '@agora/event-store/event.ts'
import type { EventStore } from '@agora/event-store/eventStore.ts'
import type { Logger } from '@agora/logger/logger.ts'

import type { Order } from '../order/order.ts'
import { within } from '../steps/within.ts'
import type { CheckoutMetrics } from './checkoutMetrics.ts'
import { commandOrder, type CommandOf } from './commandOrder.ts'
import { createDriver } from './driver.ts'
import { createHands } from './hands.ts'
import { createOrderLog } from './orderLog.ts'
import type { Perform } from './participants.ts'
import type { Placement } from './placement.ts'
import { readProcess, takeProcesses, wakeUnread, type Taken } from './processes.ts'
import { readOrder } from './readOrders.ts'
import { defaultPatience, type Patience } from './rest.ts'
import type { Runner } from './runner.ts'
import { startSweep } from './sweep.ts'

/** What checkouts are driven with. */
export interface CheckoutParts {
  readonly pool: pg.Pool
  readonly store: Pick<EventStore, 'append' | 'appendWith' | 'catalogue' | 'read'>
  readonly runner: Runner
  readonly perform: Perform
  readonly metrics: CheckoutMetrics
  readonly logger: Logger
  readonly newCartId: () => string
  readonly wake: () => void
  readonly clock: () => Date
  readonly patience?: Patience | undefined
  readonly lookAgainMs?: number | undefined
}

/** The orders of this shop, as this process drives them. */
export interface Checkouts {
  /** Writes the first event and drives the order to rest; undefined when another has taken it over. Throws KeyTaken and CartTaken. */
  place(placement: Placement, metadata: EventMetadata): Promise<Order | undefined>
  /** Writes what a command leads to and has it driven; undefined when there is no such order. */
  command<Refusal>(command: CommandOf<Refusal>): Promise<Result<Order, Refusal> | undefined>
  /** Goes on with an order that was parked because a release could not read it; false when that is not why it stands still. */
  lookAgain(orderId: string): Promise<boolean>
  /** The order once nobody is driving it, or as it is after so many milliseconds; undefined when there is none. */
  settled(orderId: string, withinMs: number): Promise<Order | undefined>
  /** Takes nothing on any more and waits for what is in hand. */
  stop(): Promise<void>
}

/** Opens the checkouts of this process. */
export function createCheckouts(parts: CheckoutParts): Checkouts {
  const { pool, store, metrics, logger, wake, newCartId, patience = defaultPatience, runner } = parts
  const hands = createHands()
  const { owner } = runner
  const driver = createDriver({ ...parts, log: createOrderLog({ pool, store, owner, newCartId, wake }), patience, owner })

  const take = async (only: readonly string[] | null, limit: number, own = false): Promise<Taken[]> => {
    const taken = await takeProcesses(pool, { owner, active: own ? hands.ids() : null, only, limit })
    const count = taken.filter(({ takenOver }) => takenOver).length
    if (count > 0) logger.warn({ count }, 'Checkouts of a runner that died or stood still were taken over')
    metrics.takenOver(count)
    return taken
  }
  const goOn = (taken: Taken): void => void hands.hold(taken.orderId, () => driver.goOn(taken))
  const sweep = startSweep({ take, drive: goOn, pool, logger, inHand: () => hands.count, lookAgainMs: parts.lookAgainMs })
  metrics.watch({ inFlight: () => hands.count, parked: sweep.parked })

  return {
    place: (placement, metadata) => hands.hold(placement.orderId, () => driver.begin(placement, metadata)),
    async command(command) {
      const result = await commandOrder({ pool, store, wake }, command)
      if (result?.ok === true) for (const taken of await take([command.orderId], 1)) goOn(taken)
      return result
    },
    async lookAgain(orderId) {
      const woken = await wakeUnread(pool, orderId)
      if (woken) for (const taken of await take([orderId], 1)) goOn(taken)
      return woken
    },
    async settled(orderId, withinMs) {
      const until = performance.now() + withinMs
      const running = hands.running(orderId)
      if (running !== undefined) await within(running, withinMs).catch(() => undefined)
      await untilNobodyDrives(pool, orderId, until)
      return (await readOrder(store, pool, orderId))?.order
    },
    async stop() {
      await sweep.stop()
      await hands.empty()
    },
  }
}

const LOOK_EVERY_MS = 50

/** Another process may have it in hand. */
async function untilNobodyDrives(pool: pg.Pool, orderId: string, until: number): Promise<void> {
  while (performance.now() < until) {
    const process = await readProcess(pool, orderId)
    if (process === undefined || process.owner === null) return
    await sleep(LOOK_EVERY_MS)
  }
}
