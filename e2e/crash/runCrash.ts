import { planBlows } from './blows/planBlows.ts'
import type { Struck } from './blows/strike.ts'
import { strikeAll } from './blows/strikeAll.ts'
import type { Facts, Violation } from './facts/facts.ts'
import { openFactReader } from './facts/readFacts.ts'
import { startCrashStack, type BusKind } from './harness/crashStack.ts'
import { orderMisfortunes } from './load/misfortunes.ts'
import type { Promises } from './load/promises.ts'
import { startRush } from './load/rush.ts'
import { createChance } from './random.ts'
import { comeToRest } from './rest.ts'

/** How a run is wanted. */
export interface CrashOptions {
  readonly seed: number
  readonly kills: number
  readonly bus: BusKind
  /** Buyers at a time. */
  readonly buyers: number
  /** @default 1500 */
  readonly leaseMs?: number
  /** After the last blow buyers go on coming until so many orders were told to somebody in all. @default 20 */
  readonly leastOrders?: number
  /** See PlanFacts. */
  readonly ownersOnly?: boolean
  /** How long the shop may take to come to rest after the last blow. */
  readonly restWithinMs: number
  readonly tell: (line: string) => void
}

/** What came of a run. */
export interface CrashRun {
  readonly struck: readonly Struck[]
  readonly promises: Promises
  readonly facts: Facts
  readonly violations: readonly Violation[]
  /** From the last blow until nothing was wrong any more; what is left at the end is a violation. */
  readonly restedAfterMs: number
  readonly leaseMs: number
}

const LEASE_MS = 1500
const LEAST_ORDERS = 20
/** Of a shop that runs again; a machine that needs longer for so few does not sell at all. */
const LEAST_ORDERS_WITHIN_MS = 240_000
/** Short enough that what nobody confirms is given up within the run. */
const WAIT_SECONDS = 12

/** Strikes a shop full of buyers, lets it come to rest, and judges what is left. */
export async function runCrash(options: CrashOptions): Promise<CrashRun> {
  const { seed, kills, bus, buyers, ownersOnly, leaseMs = LEASE_MS, leastOrders = LEAST_ORDERS, restWithinMs, tell } = options
  const chance = createChance(seed)
  const begun = new Date()
  const stack = await startCrashStack({ bus, leaseMs, waitSeconds: WAIT_SECONDS, tell })
  try {
    await orderMisfortunes(stack)
    const rush = await startRush(stack, chance.child(1), buyers)
    const blows = planBlows(chance.child(2), { kills, bus, processes: [...stack.victims.keys()], leaseMs, ownersOnly })
    const struck = await strikeAll(stack, blows, tell)
    tell('Every blow has fallen; the last buyers leave')
    await rush.stop({ orders: leastOrders, withinMs: LEAST_ORDERS_WITHIN_MS })
    const reader = openFactReader(stack, begun)
    try {
      const rested = await comeToRest(() => reader.read(rush.promises.requests), restWithinMs)
      return { struck, promises: rush.promises, leaseMs, ...rested }
    } finally {
      await reader.close()
    }
  } finally {
    await stack.stop()
  }
}
