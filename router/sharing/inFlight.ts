import { followSignal } from '../execution/http/followSignal.ts'

/** Who asks for what. */
export interface Ask {
  /** By what it is shared: only equal scopes share. */
  readonly scope: string
  /** What is asked. */
  readonly text: string
  /** Aborted when this caller has gone. */
  readonly signal: AbortSignal
}

/** Something that is under way for everybody who asks for it meanwhile. */
export interface Flight<Value> {
  readonly value: Promise<Value>
  /** How many have asked for it, those who have gone included. */
  readonly asked: () => number
}

/** How often something was changed so far: what was begun before is not shared with whoever asks after. */
export interface Changes {
  count: number
}

/** Things under way, each once. */
export interface InFlight<Value> {
  /**
   * Joins what is under way for the same scope and text, or begins it. It is aborted when all who asked for it have gone, and not before; one who has gone is
   * answered with the others.
   */
  join(ask: Ask, begin: (signal: AbortSignal, flight: Flight<Value>) => Promise<Value>): Flight<Value>
}

interface Started<Value> extends Flight<Value> {
  readonly begunAt: number
  enter(signal: AbortSignal): void
}

/** Keeps what is under way, and nothing after. */
export function createInFlight<Value>(changes: Changes): InFlight<Value> {
  const scopes = new Map<string, Map<string, Started<Value>>>()
  const forget = ({ scope, text }: Ask, started: Started<Value>): void => {
    const flights = scopes.get(scope)
    if (flights?.get(text) !== started) return
    flights.delete(text)
    if (flights.size === 0) scopes.delete(scope)
  }
  return {
    join(ask, begin) {
      const { scope, text, signal } = ask
      const known = scopes.get(scope)?.get(text)
      if (known !== undefined && known.begunAt === changes.count) {
        known.enter(signal)
        return known
      }
      const started: Started<Value> = start(begin, { begunAt: changes.count, end: () => forget(ask, started) })
      const flights = scopes.get(scope)
      if (flights === undefined) scopes.set(scope, new Map([[text, started]]))
      else flights.set(text, started)
      started.enter(signal)
      return started
    },
  }
}

function start<Value>(
  begin: (signal: AbortSignal, flight: Flight<Value>) => Promise<Value>,
  { begunAt, end }: { readonly begunAt: number; readonly end: () => void },
): Started<Value> {
  const controller = new AbortController()
  const unfollow: (() => void)[] = []
  let waiting = 0
  const leave = (): void => {
    waiting -= 1
    if (waiting > 0) return
    end()
    controller.abort()
  }
  const over = (): void => {
    end()
    for (const stop of unfollow) stop()
  }
  const { promise, resolve, reject } = Promise.withResolvers<Value>()
  const started: Started<Value> = {
    value: promise,
    begunAt,
    asked: () => unfollow.length,
    enter(signal) {
      waiting += 1
      unfollow.push(followSignal(signal, () => leave()))
    },
  }
  Promise.try(begin, controller.signal, started).then(
    (value) => (over(), resolve(value)),
    (error: unknown) => (over(), reject(error)),
  )
  return started
}
