import { isDatabaseFailure } from '@agora/database/outage.ts'
import { UnknownEvent } from '@agora/event-store/eventRow.ts'

import { IllegalTransition } from '../order/transitions.ts'
import { ILLEGAL_TRANSITION, UNKNOWN_EVENT, type Process } from './processes.ts'
import type { Rest } from './rest.ts'

/** The longest pause after an error that is no answer of anybody, in milliseconds. */
const LONGEST_PAUSE_MS = 60_000

/**
 * What to do with an order that this process failed at. What it cannot read is left for a newer release or a person; what the
 * database did not do passes; anything else is a bug, and tried ever more seldom.
 */
export function troubleOf(error: unknown, { attempts }: Process): Exclude<Rest, { kind: 'none' | 'over' }> {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof UnknownEvent) return { kind: 'parked', error: `${UNKNOWN_EVENT}: ${message}`.slice(0, 500) }
  if (error instanceof IllegalTransition) return { kind: 'parked', error: `${ILLEGAL_TRANSITION}: ${message}`.slice(0, 500) }
  const failures = isDatabaseFailure(error) ? 1 : attempts + 1
  return { kind: 'failed', forMs: Math.min(LONGEST_PAUSE_MS, 500 * 2 ** Math.min(failures, 20)), attempts: failures, error: message.slice(0, 500) }
}
