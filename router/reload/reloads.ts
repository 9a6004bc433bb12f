import { fail, ok, type Result } from '@agora/errors/result.ts'
import type { Logger } from '@agora/logger/logger.ts'
import type { Metrics } from '@agora/metrics/metrics.ts'

import { sentenceOf } from '../sentenceOf.ts'
import { refuseMoved } from './fixedSettings.ts'
import type { Generation } from './generation.ts'
import { refuseUnknowing } from './refuseUnknowing.ts'
import type { Served } from './served.ts'
import { warmUp, type WarmedUp } from './warmUp.ts'

/** What gave the cause. */
export type ReloadCause = 'files' | 'signal' | 'operator'

/** What became of a reload; `generation` is the one that serves now. */
export type ReloadOutcome =
  | ({ readonly outcome: 'reloaded'; readonly generation: number; readonly ms: number } & WarmedUp)
  | { readonly outcome: 'refused'; readonly generation: number; readonly reason: string }

/** What reloads are made of. */
export interface ReloadParts {
  readonly first: Generation
  /** Reads what to serve next; a failure is one sentence. */
  readonly read: () => Promise<Result<Served, string>> | Result<Served, string>
  readonly open: (served: Served, number: number) => Promise<Generation>
  readonly isLeaving: () => boolean
  readonly metrics: Metrics
  readonly logger: Logger
}

/** The generation that serves, and how it is replaced. */
export interface Reloads {
  current(): Generation
  /** Never rejects. Whoever asks while one is going on gets the next, together with all others who do. */
  reload(cause: ReloadCause): Promise<ReloadOutcome>
  /** Closes every generation, after a reload that is going on. */
  close(): Promise<void>
}

/** Generations that may still be finishing their exchanges while another is opened: each may hold a planner's process. */
const MOST_RETIRING = 2

/** Replaces generations one after another: the next is opened and warmed beside the one that serves, takes its place at once, or leaves it there. */
export function createReloads(parts: ReloadParts): Reloads {
  let current = parts.first
  const retiring = new Set<Promise<void>>()
  const report = reporter(parts, () => ({ serving: current.number, open: retiring.size + 1 }))
  const retire = (old: Generation): void => {
    const retired = old
      .retire(old.config.traffic.drainMs)
      .catch((error: unknown) => parts.logger.error({ err: error, generation: old.number }, 'A generation was not closed in order'))
      .finally(() => retiring.delete(retired))
    retiring.add(retired)
  }
  const run = async (cause: ReloadCause): Promise<ReloadOutcome> => {
    const startedAt = performance.now()
    while (retiring.size >= MOST_RETIRING) await Promise.race(retiring)
    const next = await prepareNext(current, parts)
    if (!next.ok) return report(cause, { outcome: 'refused', generation: current.number, reason: next.error })
    const old = current
    current = next.value.generation
    current.activate()
    retire(old)
    const { warmed, leftOut } = next.value
    return report(cause, { outcome: 'reloaded', generation: current.number, ms: Math.round(performance.now() - startedAt), warmed, leftOut })
  }
  const reload = oneAtATime(run)
  return {
    current: () => current,
    reload,
    async close() {
      await reload.idle()
      await Promise.all([current.close(), ...retiring])
    },
  }
}

async function prepareNext(current: Generation, parts: ReloadParts): Promise<Result<{ readonly generation: Generation } & WarmedUp, string>> {
  if (parts.isLeaving()) return fail('The router is leaving.')
  const read = await parts.read()
  if (!read.ok) return read
  const moved = refuseMoved(current.config, read.value.config)
  if (moved !== null) return fail(moved)
  try {
    const generation = await parts.open(read.value, current.number + 1)
    const admitted = await admitNext(current, generation, parts).catch(async (error: unknown) => {
      await generation.close()
      throw error
    })
    if (!admitted.ok) await generation.close()
    return admitted.ok ? ok({ generation, ...admitted.value }) : admitted
  } catch (error) {
    parts.logger.debug({ err: error }, 'A generation could not be opened')
    return fail(sentenceOf(error))
  }
}

async function admitNext(current: Generation, next: Generation, { isLeaving, logger }: ReloadParts): Promise<Result<WarmedUp, string>> {
  const unknowing = refuseUnknowing(current.graph.access, next.graph.access)
  if (unknowing !== null) return fail(unknowing)
  const { operations, warmUpMs } = next.config.reload
  const warmed = await warmUp(current.graph.engine, next.graph.engine, { operations, timeoutMs: warmUpMs, logger })
  return isLeaving() ? fail('The router is leaving.') : ok(warmed)
}

function reporter({ metrics, logger }: ReloadParts, read: () => { readonly serving: number; readonly open: number }) {
  const total = metrics.counter('router_reloads_total', 'Reloads of supergraph and config, by outcome.', ['outcome'])
  for (const outcome of ['reloaded', 'refused'] as const) total.inc({ outcome }, 0)
  metrics.gauge('router_generation', 'The generation of supergraph and config that serves; the first is 1.', () => read().serving)
  metrics.gauge('router_generations_open', 'Generations that are not closed: the one that serves and those that finish.', () => read().open)
  return (cause: ReloadCause, outcome: ReloadOutcome): ReloadOutcome => {
    total.inc({ outcome: outcome.outcome })
    if (outcome.outcome === 'refused') logger.error({ cause, ...outcome }, 'Reload was refused; what was served before is served on')
    else logger.info({ cause, ...outcome }, 'Supergraph and config were reloaded')
    return outcome
  }
}

interface OneAtATime<Cause, Outcome> {
  (cause: Cause): Promise<Outcome>
  idle(): Promise<void>
}

function oneAtATime<Cause, Outcome>(run: (cause: Cause) => Promise<Outcome>): OneAtATime<Cause, Outcome> {
  let running: Promise<Outcome> | null = null
  let next: Promise<Outcome> | null = null
  const start = (cause: Cause): Promise<Outcome> => {
    next = null
    return (running = run(cause).finally(() => (running = null)))
  }
  const ask = (cause: Cause): Promise<Outcome> => {
    if (running === null) return start(cause)
    return (next ??= running.then(
      () => start(cause),
      () => start(cause),
    ))
  }
  return Object.assign(ask, {
    async idle() {
      while (running !== null || next !== null) await Promise.allSettled([running, next])
    },
  })
}
