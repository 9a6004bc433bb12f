import { setTimeout as sleep } from 'node:timers/promises'

import type { Facts, Violation } from './facts/facts.ts'
import { judge } from './rules/judge.ts'

/** How things stood at the end. */
export interface Rested {
  readonly facts: Facts
  readonly violations: readonly Violation[]
  readonly restedAfterMs: number
}

const LOOK_EVERY_MS = 1000

/** What has been wrong in the same way for so long stays wrong: no pause of anybody is half as long. */
const STAYS_WRONG_MS = 90_000

/** Looks until nothing is wrong any more; what is still wrong when the time is up is a violation. */
export async function comeToRest(read: () => Promise<Facts>, withinMs: number): Promise<Rested> {
  const begun = performance.now()
  let same = { as: '', since: begun }
  for (;;) {
    const facts = await read()
    const violations = judge(facts)
    const now = performance.now()
    const shown = JSON.stringify(violations)
    if (shown !== same.as) same = { as: shown, since: now }
    const restedAfterMs = now - begun
    if (violations.length === 0 || restedAfterMs > withinMs || now - same.since > STAYS_WRONG_MS) return { facts, violations, restedAfterMs }
    await sleep(LOOK_EVERY_MS)
  }
}
