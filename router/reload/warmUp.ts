import { setImmediate as yieldToOthers, setTimeout as wait } from 'node:timers/promises'

import { validate } from 'graphql'

import type { Logger } from '@agora/logger/logger.ts'

import type { Engine } from '../execution/engine.ts'

/** How much is made ready before a generation serves, and how long that may take. */
export interface WarmUpBounds {
  readonly operations: number
  readonly timeoutMs: number
}

/** What came of it. */
export interface WarmedUp {
  /** Operations that are prepared. */
  readonly warmed: number
  /** Operations that the new schema does not take, or that could not be planned for it. */
  readonly leftOut: number
}

/**
 * Prepares in a new engine what the old one was asked for most of late, most wanted first, one after another: the old one serves meanwhile on the same
 * thread. What is not done in time is planned when somebody asks.
 */
export async function warmUp(
  from: Engine,
  to: Engine,
  { operations, timeoutMs, logger }: WarmUpBounds & { readonly logger: Logger },
): Promise<WarmedUp> {
  const wanted = to.prepare === undefined ? [] : (from.hottest?.(operations) ?? [])
  const counts = { warmed: 0, leftOut: 0 }
  const over = new AbortController()
  const work = async (): Promise<void> => {
    for (const one of wanted) {
      if (over.signal.aborted) return
      const isDone = validate(to.apiSchema, one.operation.document, undefined, { maxErrors: 1 }).length === 0 && (await prepared(to, one, logger))
      counts[isDone ? 'warmed' : 'leftOut'] += 1
      await yieldToOthers()
    }
  }
  await Promise.race([work(), wait(timeoutMs, undefined, { signal: over.signal }).catch(() => undefined)]).finally(() => over.abort())
  return { ...counts }
}

async function prepared(engine: Engine, wanted: Parameters<NonNullable<Engine['prepare']>>[0], logger: Logger): Promise<boolean> {
  try {
    await engine.prepare?.(wanted)
    return true
  } catch (error) {
    logger.warn({ err: error, operation: wanted.operation.name }, 'An operation could not be prepared for the next generation')
    return false
  }
}
