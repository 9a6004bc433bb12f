import type { PlanFacts } from './planFacts.ts'
import type { Writing } from './sharing.ts'

/** What the steps of a plan are compiled with. */
export interface StepContext {
  readonly facts: PlanFacts
  /** All that the plan writes. */
  readonly writings: readonly Writing[]
  /** After how many uses source is generated; `Infinity` for never. */
  readonly generateAfter: number
}
