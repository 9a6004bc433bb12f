import type { Basket } from './basket.ts'
import { added, type TotalStep } from './totals.ts'

/**
 * A station of the pipeline: looks at the basket and at what the stations before it recorded, and answers what it adds to the record.
 * Promotions and gift cards are further stations; nothing else knows how many there are.
 */
export type Step = (basket: Basket, before: readonly TotalStep[]) => readonly TotalStep[]

/** What a line costs as far as it was reckoned: never below zero. */
export const soFar = (before: readonly TotalStep[], lineId: string): bigint => added(before.filter((step) => step.lineId === lineId))

/** The lines in an order of their own: where a unit is left over, the way a client lists its lines must not decide who gets it. */
export const inOrder = (basket: Basket): Basket['lines'] => basket.lines.toSorted((a, b) => (a.lineId < b.lineId ? -1 : 1))
